package io.github.multigpumnist.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
  private static Arguments with(String value) {
    return new Flags()
        .value("x", "X", null, "a value")
        .parse("train", value == null ? List.of() : List.of("--x", value));
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(UsageException.class).hasMessage(message);
  }

  @Test
  void givesValues() {
    assertThat(with("a").choice("x", List.of("a", "b"))).isEqualTo("a");
    assertThat(with("-3").longInteger("x", -3, 9)).isEqualTo(-3);
    assertThat(with("5000000000").longInteger("x", 0, Long.MAX_VALUE)).isEqualTo(5_000_000_000L);
    assertThat(with("1e-3").number("x", 0, 1)).isEqualTo(0.001);
    assertThat(with("a/b").path("x")).contains(Path.of("a/b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "11", "1.5", "", "ten", "99999999999999999999"})
  void refusesWhatIsNoSuchWholeNumber(String value) {
    refused(
        () -> with(value).integer("x", 1, 10),
        "--x " + value + ": expected a whole number from 1 to 10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "1.1", "NaN", "Infinity", "half"})
  void refusesWhatIsNoSuchNumber(String value) {
    refused(
        () -> with(value).number("x", 0, 1),
        "--x " + value + ": expected a number from 0.0 to 1.0");
  }

  @Test
  void refusesOtherValues() {
    refused(() -> with("c").choice("x", List.of("a", "b")), "--x c: expected one of a, b");
    refused(
        () -> with("0").integer("x", 1, Integer.MAX_VALUE),
        "--x 0: expected a whole number of at least 1");
    refused(() -> with(null).string("x"), "flag --x is required");
    refused(() -> new Flags().parse("train", List.of("a")).noOperands(), "unexpected argument 'a'");
  }
}
