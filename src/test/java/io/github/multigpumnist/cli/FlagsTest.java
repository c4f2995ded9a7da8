package io.github.multigpumnist.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlagsTest {
  private final Flags flags =
      new Flags()
          .group("Work")
          .value("batch-size", "N", "64", "images a step and tower")
          .value("train-dir", "DIR", null, "where to write")
          .value("towers", "N", "1", "replicas")
          .alias("num-gpus", "towers")
          .toggle("tb-logging", "write event files");

  private Arguments parse(String... words) {
    return flags.parse("train", List.of(words));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--batch-size 32", "--batch_size 32", "--batch-size=32", "--batch_size=32"})
  void takesDashesAndUnderscores(String words) {
    assertThat(parse(words.split(" ")).integer("batch-size", 1, 100)).isEqualTo(32);
  }

  @Test
  void theLastOfSeveralWins() {
    assertThat(parse("--towers", "2", "--num_gpus=3").integer("towers", 1, 9)).isEqualTo(3);
  }

  @Test
  void keepsUnderscoresOfValuesAndOperands() {
    Arguments arguments = parse("--train_dir=/a_b", "x_y", "--", "--z_z", "-dash.png");
    assertThat(arguments.string("train-dir")).isEqualTo("/a_b");
    assertThat(arguments.operands()).containsExactly("x_y", "--z_z", "-dash.png");
  }

  @ParameterizedTest
  @CsvSource({
    "--tb-logging, true",
    "--tb_logging=true, true",
    "--tb_logging=False, false",
    "--tb-logging=0, false",
    "--json, false",
  })
  void switchesTakeNoValueOrTrueOrFalse(String word, boolean expected) {
    assertThat(parse(word).given("tb-logging")).isEqualTo(expected);
  }

  @Test
  void fallsBackToTheDefault() {
    Arguments arguments = parse();
    assertThat(arguments.integer("batch-size", 1, 100)).isEqualTo(64);
    assertThat(arguments.given("batch-size")).isFalse();
    assertThat(arguments.optional("train-dir")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--batch 3, unknown flag --batch; see 'multigpu-mnist train --help'",
    "--batch-sizes 3, unknown flag --batch-sizes; see 'multigpu-mnist train --help'",
    "-b 3, unknown flag -b; see 'multigpu-mnist train --help'",
    "--train-dir, flag --train-dir needs a value",
    "--tb-logging=2, --tb-logging=2: expected true or false",
  })
  void refuses(String words, String message) {
    assertThatThrownBy(() -> parse(words.split(" ")))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void printsGroupsWithDefaultsAndAliases() {
    StringWriter text = new StringWriter();
    flags.printHelp(new DoctorCommand(), new PrintWriter(text));
    assertThat(text.toString())
        .containsSubsequence(
            "Usage: multigpu-mnist doctor",
            "Work:",
            "--batch-size N",
            "images a step and tower (default 64)",
            "General:",
            "--json",
            "--num-gpus is another name of --towers");
  }
}
