package io.github.multigpumnist.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.TowerRun;
import io.github.multigpumnist.model.BatchNorm;
import io.github.multigpumnist.model.Flatten;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.optimizer.Momentum;
import io.github.multigpumnist.optimizer.OptimizerDefaults;
import io.github.multigpumnist.optimizer.OptimizerSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** N towers do what one tower does with a batch N times as large. */
class TowerEquivalenceTest {
  private static final double FLOAT_ACCURACY = 1e-5;

  static Stream<Arguments> rules() {
    return Stream.concat(
            Stream.of(Arguments.of(new Momentum(0.9, true), 0.05)),
            OptimizerDefaults.names().stream()
                .map(OptimizerDefaults::byName)
                .map(defaults -> Arguments.of(defaults.spec(), defaults.rate())))
        .flatMap(rule -> Stream.of(2, 3).map(n -> Arguments.of(rule.get()[0], rule.get()[1], n)));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void manyTowersAreOneLargerTower(OptimizerSpec rule, double rate, int towers) {
    try (TowerRun one = new TowerRun.Setup().optimizer(rule).towers(1, 6).open();
        TowerRun many = new TowerRun.Setup().optimizer(rule).towers(towers, 6 / towers).open()) {
      TowerRun.assertEqual(many.values(), one.values());
      for (int i = 0; i < 6; i++) {
        assertThat(many.step(rate)).isCloseTo(one.step(rate), within(1e-5f));
      }
      TowerRun.assertClose(many.values(), one.values(), FLOAT_ACCURACY);
    }
  }

  /** Last steps of 1, 2, 4 and 5 examples; with 1 and 2 some towers have none. */
  @ParameterizedTest
  @CsvSource({"13,3", "14,3", "16,3", "17,3", "13,2", "5,3", "2,3", "1,2"})
  void theLastSmallerBatchIsWeightedByExamples(int examples, int towers) {
    try (TowerRun one = new TowerRun.Setup().images(examples).towers(1, 6).open();
        TowerRun many = new TowerRun.Setup().images(examples).towers(towers, 6 / towers).open()) {
      one.steps(7, 0.05);
      many.steps(7, 0.05);
      TowerRun.assertClose(many.values(), one.values(), FLOAT_ACCURACY);
    }
  }

  static Stream<Arguments> emptyTowers() {
    return Stream.of(Tiny.convnet(), Tiny.withBatchNorm(), Tiny.withDropout())
        .flatMap(model -> Stream.of(Precision.values()).map(p -> Arguments.of(model, p)));
  }

  @ParameterizedTest
  @MethodSource("emptyTowers")
  void anEmptyTowerAddsNothing(ModelSpec model, Precision precision) {
    // 3 towers of 2: steps of 6, 6 and 1 examples.
    try (TowerRun run =
        new TowerRun.Setup().model(model).precision(precision).images(13).towers(3, 2).open()) {
      run.steps(6, 0.05);
      run.values().forEach((name, values) -> assertFinite(name, values));
    }
  }

  private static void assertFinite(String name, float[] values) {
    for (float v : values) {
      assertThat(v).as(name).isFinite();
    }
  }

  /** The pixels' own mean does not depend on how they are cut into batches of a step. */
  @ParameterizedTest
  @ValueSource(ints = {12, 13, 15})
  void movingAveragesAreWeightedByExamplesToo(int examples) {
    try (TowerRun one =
            new TowerRun.Setup().model(inputStatistics()).images(examples).towers(1, 6).open();
        TowerRun many =
            new TowerRun.Setup().model(inputStatistics()).images(examples).towers(3, 2).open()) {
      Map<String, float[]> first = one.steps(3, 1e-9).values();
      Map<String, float[]> second = many.steps(3, 1e-9).values();
      assertThat(second.get("bn/moving_mean")[0])
          .isCloseTo(first.get("bn/moving_mean")[0], within(1e-5f));
      assertThat(first.get("bn/moving_mean")[0]).isNotEqualTo(0);
      assertThat(second.get("bn/moving_variance")[0]).isLessThan(1);
    }
  }

  /** Batch statistics of the pixels themselves: no trained variable comes before. */
  private static ModelSpec inputStatistics() {
    return Tiny.model(
        new BatchNorm("bn", 0.5, null, null), new Flatten("flatten"), Tiny.logits("logits", 0));
  }

  @ParameterizedTest
  @MethodSource("bothPrecisions")
  void repeatedRunsAreByteEqual(Precision precision) {
    try (TowerRun first = dropoutRun(precision);
        TowerRun second = dropoutRun(precision)) {
      TowerRun.assertEqual(second.steps(30, 0.05).values(), first.steps(30, 0.05).values());
    }
  }

  private static TowerRun dropoutRun(Precision precision) {
    return new TowerRun.Setup()
        .model(Tiny.withDropout())
        .precision(precision)
        .images(31)
        .towers(2, 4)
        .open();
  }

  static List<Precision> bothPrecisions() {
    return List.of(Precision.values());
  }

  @Test
  void anotherSeedGivesOtherValues() {
    try (TowerRun first = new TowerRun.Setup().seed(1).open();
        TowerRun second = new TowerRun.Setup().seed(2).open()) {
      assertThat(second.values().get("conv1/weights"))
          .isNotEqualTo(first.values().get("conv1/weights"));
      assertThat(second.values().get("conv1/biases")).containsOnly(0.1f);
    }
  }

  @ParameterizedTest
  @MethodSource("bothPrecisions")
  void trainingLearns(Precision precision) {
    try (TowerRun run = new TowerRun.Setup().precision(precision).images(60).towers(2, 5).open()) {
      float before = run.step(0.05);
      run.steps(60, 0.05);
      assertThat(run.step(0.05)).isLessThan(before / 4);
    }
  }
}
