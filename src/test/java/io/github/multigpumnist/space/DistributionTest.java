package io.github.multigpumnist.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistributionTest {
  private static final int DRAWS = 20_000;

  private static double shareBelow(Distribution values, double bound) {
    Random random = new Random(1);
    return IntStream.range(0, DRAWS)
            .mapToDouble(i -> ((Number) values.draw(random)).doubleValue())
            .filter(value -> value < bound)
            .count()
        / (double) DRAWS;
  }

  @Test
  void aLogarithmicRangeIsDrawnFromByOrderOfMagnitude() {
    Distribution rates = new Distribution.FloatRange(1e-4, 1, true);
    assertThat(shareBelow(rates, 1e-2)).isCloseTo(0.5, within(0.02)); // five sigma
    assertThat(shareBelow(rates, 1e-4)).isZero();
    assertThat(shareBelow(rates, 1.0000001)).isEqualTo(1);
    assertThat(shareBelow(new Distribution.FloatRange(0, 1, false), 0.25))
        .isCloseTo(0.25, within(0.02));
  }

  @Test
  void wholeNumbersHaveTheWidthThatRoundsToThem() {
    Distribution widths = new Distribution.IntRange(1, 100, 1, true);
    // ln(1.5 / 0.5) / ln(100.5 / 0.5)
    assertThat(shareBelow(widths, 1.5)).isCloseTo(0.2072, within(0.015));
    assertThat(shareBelow(widths, 100.5)).isEqualTo(1);
    assertThat(shareBelow(new Distribution.IntRange(1, 100, 1), 50.5)).isCloseTo(0.5, within(0.02));
  }

  @Test
  void drawnNumbersHaveFourDigits() {
    Random random = new Random(2);
    Distribution rates = new Distribution.FloatRange(1e-4, 1, true);
    for (int i = 0; i < 100; i++) {
      assertThat(CanonicalText.of(rates.draw(random)).replaceAll("^0\\.0*", ""))
          .hasSizeBetween(1, 4);
    }
  }
}
