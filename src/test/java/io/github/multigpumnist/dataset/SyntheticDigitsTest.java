package io.github.multigpumnist.dataset;

import static io.github.multigpumnist.Tiny.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticDigitsTest {
  private static Dataset digits;

  @BeforeAll
  static void draw() {
    digits = SyntheticDigits.generate();
  }

  @Test
  void asManyAsWantedAreDrawnWhenTheyAreAskedFor() throws IOException {
    DataLocations nowhere = Fixtures.cacheOnly(Path.of("nowhere"));
    Dataset many = Datasets.load("digits:8100000", nowhere, Progress.Reporter.SILENT);

    assertThat(many.name()).isEqualTo("digits:8100000");
    assertThat(many.train().count()).isEqualTo(8_100_000);
    assertThat(held(many.train().slice(0, 50)))
        .usingRecursiveComparison()
        .isEqualTo(held(digits.train().slice(0, 50)));
    assertThat(held(many.test().slice(1950, 2000)))
        .usingRecursiveComparison()
        .isEqualTo(held(digits.test().slice(1950, 2000)));
    Examples last = many.train().slice(8_099_990, 8_100_000);
    int[] labels = new int[10];
    last.labels(0, 10, labels);
    assertThat(labels).isEqualTo(held(last).labels());
    assertThat(held(last).pixels()).isNotEqualTo(held(digits.train().slice(0, 10)).pixels());
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits:", "digits:0", "digits:-1", "digits:many", "digits:1e6"})
  void aCountThatIsNoneIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Datasets.load(
                    name, Fixtures.cacheOnly(Path.of("nowhere")), Progress.Reporter.SILENT))
        .withMessage(
            "data set '" + name + "': expected digits:COUNT with a whole number of at least 1");
  }

  @Test
  void areTheSameBytesOnEveryMachine() {
    assertThat(ContentHash.sha256(digits))
        .isEqualTo("09b9c354b7cf6f647fbe1cb06928d8e893ee8fa2336cbb4b8be77c477c9b481e");
  }

  @Test
  void haveEveryClassAboutEquallyOften() {
    assertThat(digits.train().count()).isEqualTo(10_000);
    assertThat(digits.test().count()).isEqualTo(2_000);
    assertThat(digits.classNames()).hasSize(10);
    for (int digit = 0; digit < 10; digit++) {
      int wanted = digit;
      assertThat(Arrays.stream(held(digits.train()).labels()).filter(l -> l == wanted).count())
          .isBetween(900L, 1100L);
    }
  }

  @Test
  void startTheSameHoweverManyAreDrawn() {
    Dataset few = SyntheticDigits.generate(1, 30, 20);

    assertThat(held(few.train()).pixels()).isEqualTo(held(digits.train().slice(0, 30)).pixels());
    assertThat(held(few.test()).pixels()).isEqualTo(held(digits.test().slice(0, 20)).pixels());
  }

  @Test
  void differBetweenSeedsAndParts() {
    Dataset other = SyntheticDigits.generate(2, 10, 10);

    assertThat(held(other.train()).pixels())
        .isNotEqualTo(held(digits.train().slice(0, 10)).pixels());
    assertThat(held(other.train()).pixels()).isNotEqualTo(held(other.test()).pixels());
    assertThat(held(digits.train().slice(0, 10)).pixels())
        .isNotEqualTo(held(digits.test().slice(0, 10)).pixels());
  }

  /** A tenth to a fourth of a picture is ink, and it is near the middle. */
  @Test
  void fillThePicture() {
    double[] column = new double[28];
    byte[] pixels = held(digits.test()).pixels();
    IntStream.range(0, pixels.length).forEach(i -> column[i % 28] += pixels[i] & 0xff);
    double total = Arrays.stream(column).sum();

    assertThat(total / pixels.length / 255).isBetween(0.08, 0.25);
    double centre = IntStream.range(0, 28).mapToDouble(x -> x * column[x]).sum() / total;
    assertThat(centre).isBetween(13.0, 14.0);
    assertThat(column[0] / column[14]).isLessThan(0.2);
  }

  @Test
  void areTooHardForALinearModel() {
    SoftmaxRegression model = SoftmaxRegression.train(held(digits.train()), 6);

    // Its ceiling is near 0.84, on the training pictures too; a ConvNet reaches 0.99.
    assertThat(model.accuracy(held(digits.test()))).isBetween(0.70, 0.95);
    assertThat(model.accuracy(held(digits.train()))).isLessThan(0.95);
  }

  @Test
  void refuseToBeNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SyntheticDigits.generate(1, 0, 5))
        .withMessage("digits: count 0, expected at least 1");
  }
}
