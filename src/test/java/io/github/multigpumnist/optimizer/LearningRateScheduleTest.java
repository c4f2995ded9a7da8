package io.github.multigpumnist.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Rates by examples seen. */
class LearningRateScheduleTest {

  @Test
  void stairsChangeAtWholePeriods() {
    ExponentialDecay stairs = new ExponentialDecay(0.1, 0.5, 2, true);
    assertThat(stairs.at(at(0, 100))).isEqualTo(0.1);
    assertThat(stairs.at(at(199, 100))).isEqualTo(0.1);
    assertThat(stairs.at(at(200, 100))).isEqualTo(0.05);
    assertThat(stairs.at(at(650, 100))).isCloseTo(0.0125, within(1e-15));
  }

  @Test
  void withoutStairsTheRateFallsSmoothly() {
    ExponentialDecay smooth = new ExponentialDecay(0.1, 0.25, 1, false);
    assertThat(smooth.at(at(50, 100))).isCloseTo(0.05, within(1e-15));
    assertThat(smooth.at(at(25, 100))).isCloseTo(0.1 / Math.sqrt(2), within(1e-15));
  }

  @Test
  void everyEpochsFirstStepHasTheEpochsRate() {
    ExponentialDecay stairs = new ExponentialDecay(0.05, 0.6, 1, true);
    for (int epoch = 0; epoch < 30; epoch++) {
      for (long examples : new long[] {55_000, 7, 60_000, 1}) {
        assertThat(stairs.at(at(epoch * examples, examples)))
            .isEqualTo(0.05 * StrictMath.pow(0.6, epoch));
      }
    }
  }

  @Test
  void warmUpRisesFromNearlyNothingToTheCourse() {
    ExponentialDecay warm = new ExponentialDecay(0.2, 0.5, 1, true, 1.5);
    assertThat(warm.at(at(0, 100))).isCloseTo(0.2 / 150, within(1e-15));
    assertThat(warm.at(at(74, 100))).isCloseTo(0.1, within(1e-15));
    assertThat(warm.at(at(99, 100))).isCloseTo(0.2 * 100 / 150, within(1e-15));
    assertThat(warm.at(at(100, 100))).isCloseTo(0.1 * 101 / 150, within(1e-15));
    assertThat(warm.at(at(150, 100))).isEqualTo(0.1);
    assertThat(warm.startingAt(0.4).at(at(0, 100))).isCloseTo(0.4 / 150, within(1e-15));
    assertThatThrownBy(() -> new ExponentialDecay(1, 1, 1, true, -0.5))
        .hasMessageContaining("learning-rate warmup_epochs is -0.5");
  }

  @Test
  void constantNeverChanges() {
    assertThat(LearningRateSchedule.constant(0.3).at(at(1_000_000_000L, 3))).isEqualTo(0.3);
  }

  @Test
  void anotherFirstRateKeepsTheCourse() {
    ExponentialDecay stairs = new ExponentialDecay(0.1, 0.5, 2, true);
    assertThat(stairs.startingAt(1).at(at(200, 100))).isEqualTo(0.5);
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> LearningRateSchedule.constant(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("learning rate is 0.0, expected a number above 0");
    assertThatThrownBy(() -> new ExponentialDecay(1, Double.NaN, 1, true))
        .hasMessageContaining("learning-rate factor is NaN");
    assertThatThrownBy(() -> new ExponentialDecay(1, 1, Double.POSITIVE_INFINITY, true))
        .hasMessageContaining("learning-rate every_epochs is Infinity");
  }

  private static RunPosition at(long examples, long examplesPerEpoch) {
    return new RunPosition(examples, examplesPerEpoch, RunPosition.OPEN_END);
  }
}
