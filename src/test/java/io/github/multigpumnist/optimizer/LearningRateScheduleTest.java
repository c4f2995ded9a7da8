package io.github.multigpumnist.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Rates by examples seen. */
class LearningRateScheduleTest {

  @Test
  void stairsChangeAtWholePeriods() {
    LearningRateSchedule stairs = new LearningRateSchedule(0.1, 0.5, 2, true);
    assertThat(stairs.at(0, 100)).isEqualTo(0.1);
    assertThat(stairs.at(199, 100)).isEqualTo(0.1);
    assertThat(stairs.at(200, 100)).isEqualTo(0.05);
    assertThat(stairs.at(650, 100)).isCloseTo(0.0125, within(1e-15));
  }

  @Test
  void withoutStairsTheRateFallsSmoothly() {
    LearningRateSchedule smooth = new LearningRateSchedule(0.1, 0.25, 1, false);
    assertThat(smooth.at(50, 100)).isCloseTo(0.05, within(1e-15));
    assertThat(smooth.at(25, 100)).isCloseTo(0.1 / Math.sqrt(2), within(1e-15));
  }

  @Test
  void everyEpochsFirstStepHasTheEpochsRate() {
    LearningRateSchedule stairs = new LearningRateSchedule(0.05, 0.6, 1, true);
    for (int epoch = 0; epoch < 30; epoch++) {
      for (long examples : new long[] {55_000, 7, 60_000, 1}) {
        assertThat(stairs.at(epoch * examples, examples))
            .isEqualTo(0.05 * StrictMath.pow(0.6, epoch));
      }
    }
  }

  @Test
  void warmUpRisesFromNearlyNothingToTheCourse() {
    LearningRateSchedule warm = new LearningRateSchedule(0.2, 0.5, 1, true, 1.5);
    assertThat(warm.at(0, 100)).isCloseTo(0.2 / 150, within(1e-15));
    assertThat(warm.at(74, 100)).isCloseTo(0.1, within(1e-15));
    assertThat(warm.at(99, 100)).isCloseTo(0.2 * 100 / 150, within(1e-15));
    assertThat(warm.at(100, 100)).isCloseTo(0.1 * 101 / 150, within(1e-15));
    assertThat(warm.at(150, 100)).isEqualTo(0.1);
    assertThat(warm.startingAt(0.4).at(0, 100)).isCloseTo(0.4 / 150, within(1e-15));
    assertThatThrownBy(() -> new LearningRateSchedule(1, 1, 1, true, -0.5))
        .hasMessageContaining("learning-rate warmup_epochs is -0.5");
  }

  @Test
  void constantNeverChanges() {
    assertThat(LearningRateSchedule.constant(0.3).at(1_000_000_000L, 3)).isEqualTo(0.3);
  }

  @Test
  void anotherFirstRateKeepsTheCourse() {
    LearningRateSchedule stairs = new LearningRateSchedule(0.1, 0.5, 2, true);
    assertThat(stairs.startingAt(1).at(200, 100)).isEqualTo(0.5);
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> LearningRateSchedule.constant(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("learning rate is 0.0, expected a number above 0");
    assertThatThrownBy(() -> new LearningRateSchedule(1, Double.NaN, 1, true))
        .hasMessageContaining("learning-rate factor is NaN");
    assertThatThrownBy(() -> new LearningRateSchedule(1, 1, Double.POSITIVE_INFINITY, true))
        .hasMessageContaining("learning-rate every_epochs is Infinity");
  }
}
