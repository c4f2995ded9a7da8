package io.github.multigpumnist.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rates that are laid over the whole run; the expected numbers are computed by hand. */
class RunSpanningScheduleTest {
  private static final Offset<Double> EXACT = within(1e-15);

  /** 100 images an epoch. */
  private static RunPosition at(long examples, long examplesInRun) {
    return new RunPosition(examples, 100, examplesInRun);
  }

  @Test
  void aLineFallsToTheLastRate() {
    LinearDecay line = new LinearDecay(0.5, 0.1, 0.0);
    assertThat(line.at(at(0, 400))).isEqualTo(0.5);
    assertThat(line.at(at(100, 400))).isCloseTo(0.4, EXACT);
    assertThat(line.at(at(100, 200))).isCloseTo(0.3, EXACT);
    assertThat(line.at(at(400, 400))).isCloseTo(0.1, EXACT);
  }

  @Test
  void aCosineFallsSlowlyFirstAndLast() {
    CosineDecay cosine = new CosineDecay(0.2, null, null);
    assertThat(cosine.at(at(0, 600))).isCloseTo(0.2, EXACT);
    assertThat(cosine.at(at(100, 600))).isCloseTo(0.1 * (1 + Math.sqrt(3) / 2), EXACT);
    assertThat(cosine.at(at(300, 600))).isCloseTo(0.1, EXACT);
    assertThat(cosine.at(at(400, 600))).isCloseTo(0.05, EXACT);
    assertThat(cosine.at(at(600, 600))).isCloseTo(0, EXACT);
  }

  @Test
  void afterAWarmUpTheRestOfTheRunIsTheCourse() {
    CosineDecay cosine = new CosineDecay(0.2, 0.02, 1.0);
    assertThat(cosine.at(at(0, 500))).isCloseTo(0.002, EXACT);
    assertThat(cosine.at(at(49, 500))).isCloseTo(0.1, EXACT);
    assertThat(cosine.at(at(100, 500))).isCloseTo(0.2, EXACT);
    assertThat(cosine.at(at(300, 500))).isCloseTo(0.11, EXACT);
    LinearDecay line = new LinearDecay(0.2, null, 1.0);
    assertThat(line.at(at(24, 500))).isCloseTo(0.05, EXACT);
    assertThat(line.at(at(300, 500))).isCloseTo(0.1, EXACT);
  }

  @Test
  void aRunWithinItsWarmUpOnlyRises() {
    CosineDecay cosine = new CosineDecay(0.2, null, 2.0);
    assertThat(cosine.at(at(99, 100))).isCloseTo(0.1, EXACT);
  }

  @Test
  void oneCycleRisesAndFallsWithTheMomentumAgainstIt() {
    OneCycle cycle = new OneCycle(1.0, 0.25, 10.0, 100.0, 0.95, 0.85);
    assertThat(cycle.at(at(0, 400))).isCloseTo(0.1, EXACT);
    assertThat(cycle.at(at(50, 400))).isCloseTo(0.55, EXACT);
    assertThat(cycle.at(at(100, 400))).isCloseTo(1, EXACT);
    assertThat(cycle.at(at(250, 400))).isCloseTo((1 + 0.001) / 2, EXACT);
    assertThat(cycle.at(at(400, 400))).isCloseTo(0.001, EXACT);
    assertThat(cycle.momentumAt(at(0, 400)).getAsDouble()).isCloseTo(0.95, EXACT);
    assertThat(cycle.momentumAt(at(100, 400)).getAsDouble()).isCloseTo(0.85, EXACT);
    assertThat(cycle.momentumAt(at(250, 400)).getAsDouble()).isCloseTo(0.9, EXACT);
    assertThat(new OneCycle(1).momentumAt(at(0, 400))).isEmpty();
  }

  static List<LearningRateSchedule> spanning() {
    return List.of(
        new LinearDecay(0.1, 0.0, 0.5), new CosineDecay(0.1, 0.0, 0.5), new OneCycle(0.1));
  }

  @ParameterizedTest
  @MethodSource("spanning")
  void twiceAsLongARunHasTheSameCourseAtHalfThePace(LearningRateSchedule schedule) {
    for (int examples = 60; examples < 300; examples += 20) {
      RunPosition half = new RunPosition(examples, 100, 300);
      RunPosition whole = new RunPosition(2 * examples, 200, 600);
      assertThat(schedule.at(whole)).isCloseTo(schedule.at(half), EXACT);
    }
    assertThat(schedule.spansRun()).isTrue();
    assertThat(schedule.startingAt(0.3).at(at(150, 300)) / schedule.at(at(150, 300)))
        .isCloseTo(3, within(1e-12));
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> new CosineDecay(0.1, -1.0, null))
        .hasMessage("learning-rate last is -1.0, expected 0 or more");
    assertThatThrownBy(() -> new OneCycle(0.1, 1.0, null, null, null, null))
        .hasMessage("learning-rate rising_share is 1.0, expected 0 or more, below 1");
    assertThatThrownBy(() -> new OneCycle(0.1, null, 0.5, null, null, null))
        .hasMessage("learning-rate start_divisor is 0.5, expected 1 or more");
    assertThatThrownBy(() -> new OneCycle(0.1, null, null, null, 0.9, null))
        .hasMessage(
            "learning-rate high_momentum is 0.9, low_momentum is null, expected both or none of"
                + " them");
    assertThatThrownBy(() -> new OneCycle(0.1, null, null, null, 1.0, 0.8))
        .hasMessage("learning-rate high_momentum is 1.0, expected 0 or more, below 1");
  }
}
