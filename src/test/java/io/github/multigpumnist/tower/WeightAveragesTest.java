package io.github.multigpumnist.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.TowerRun;
import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.input.BatchPlan;
import io.github.multigpumnist.input.DirectFeed;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.model.Regularization;
import io.github.multigpumnist.model.WeightAverage;
import io.github.multigpumnist.optimizer.Adam;
import io.github.multigpumnist.optimizer.Momentum;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/** The weights' moving averages against their formula, and that evaluation is by them. */
class WeightAveragesTest {
  private static final double RATE = 0.1;
  private static final WeightAverage NEARLY_STILL = new WeightAverage(1 - 1e-12, false);

  private static TowerRun.Setup setup(WeightAverage average) {
    return new TowerRun.Setup().model(Tiny.withBatchNorm()).average(average);
  }

  private static double decay(WeightAverage average, int step) {
    return average.warmUp()
        ? Math.min(average.decay(), (1.0 + step) / (10 + step))
        : average.decay();
  }

  /** With warm-up 0.4 is reached after step 6: (1 + 5) / (10 + 5) is 0.4 too. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theyMoveAsTheFormulaSays(boolean warmUp) {
    WeightAverage average = new WeightAverage(0.4, warmUp);
    for (Precision precision : Precision.values()) {
      try (TowerRun run = setup(average).precision(precision).open()) {
        List<String> trained = run.graph().trainedVariables();
        assertThat(trained)
            .containsExactly(
                "conv1/weights",
                "conv1/biases",
                "bn1/gamma",
                "bn1/beta",
                "logits/weights",
                "logits/biases");
        Map<String, double[]> expected = new HashMap<>();
        Map<String, float[]> first = run.values();
        for (String name : trained) {
          double[] begin = new double[first.get(name).length];
          for (int i = 0; i < begin.length; i++) {
            begin[i] = first.get(name)[i];
          }
          expected.put(name, begin);
        }
        assertAveragesAre(expected, first);
        for (int step = 1; step <= 8; step++) {
          run.step(RATE);
          Map<String, float[]> now = run.values();
          double d = decay(average, step);
          for (String name : trained) {
            double[] a = expected.get(name);
            for (int i = 0; i < a.length; i++) {
              a[i] -= (1 - d) * (a[i] - now.get(name)[i]);
            }
          }
          assertAveragesAre(expected, now);
        }
      }
    }
  }

  private static void assertAveragesAre(Map<String, double[]> expected, Map<String, float[]> now) {
    assertThat(now.keySet()).hasSize(6 + 2 + 6).contains("bn1/moving_mean");
    expected.forEach(
        (name, a) -> {
          float[] found = now.get(name + "/ExponentialMovingAverage");
          for (int i = 0; i < a.length; i++) {
            assertThat((double) found[i]).as(name).isCloseTo(a[i], within(2e-6));
          }
        });
  }

  @Test
  void theWeightsAreThoseOfARunWithout() {
    try (TowerRun plain = new TowerRun.Setup().model(Tiny.withBatchNorm()).open();
        TowerRun averaged = setup(new WeightAverage(0.9, true)).open()) {
      plain.steps(6, RATE);
      averaged.steps(6, RATE);
      Map<String, float[]> weights = averaged.values();
      weights.keySet().retainAll(plain.values().keySet());
      TowerRun.assertEqual(weights, plain.values());
      assertThat(averaged.graph().optimizerVariables())
          .isEqualTo(plain.graph().optimizerVariables());
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void manyTowersAreOneLargerTower(Precision precision) {
    try (TowerRun one = many(precision, 1, 6);
        TowerRun many = many(precision, 3, 2)) {
      one.steps(6, 0.001);
      many.steps(6, 0.001);
      TowerRun.assertClose(
          many.values(), one.values(), precision == Precision.FLOAT32 ? 1e-4 : 2e-2);
    }
  }

  private static TowerRun many(Precision precision, int towers, int batch) {
    return new TowerRun.Setup()
        .average(new WeightAverage(0.7, true))
        .regularization(new Regularization(0.1, 0.2, 0.1))
        .optimizer(new Adam(0.9, 0.999, 1e-8))
        .precision(precision)
        .towers(towers, batch)
        .open();
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void evaluationIsByTheAveragesAndTrainingIsNot(Precision precision) {
    TowerRun.Setup setup =
        new TowerRun.Setup().images(6).precision(precision).average(NEARLY_STILL);
    try (TowerRun run = setup.open()) {
      float[] before = logits(run);
      float loss = run.step(RATE);
      run.steps(7, RATE);
      assertThat(logits(run)).isEqualTo(before);
      assertThat(run.step(RATE)).as("loss of the same images").isLessThan(0.9f * loss);
      run.session().evaluatedValues().forEach((name, values) -> assertAverage(run, name, values));
    }
    try (TowerRun moving = setup.average(new WeightAverage(0, false)).open();
        TowerRun plain = new TowerRun.Setup().images(6).precision(precision).open()) {
      moving.steps(8, RATE);
      assertThat(logits(moving)).isEqualTo(logits(plain.steps(8, RATE)));
    }
  }

  private static void assertAverage(TowerRun run, String name, float[] values) {
    Map<String, float[]> all = run.values();
    assertThat(values)
        .as(name)
        .isEqualTo(all.get(name + "/ExponentialMovingAverage"))
        .isNotEqualTo(all.get(name));
  }

  private static float[] logits(TowerRun run) {
    LabeledImages images = Tiny.images(6, 1);
    Shape shape = Shape.of(images.count(), images.height(), images.width(), images.depth());
    try (TUint8 pixels = TUint8.tensorOf(shape, DataBuffers.of(images.pixels(), true, false));
        TInt32 labels = TInt32.vectorOf(images.labels())) {
      return run.session().evaluate(0, pixels, labels).logits();
    }
  }

  @Test
  void anAverageIsWhereItsVariableIsAndTowersTakeAndGiveNoMore() {
    Placement placement =
        new Placement(List.of("/gpu:0", "/gpu:1"), List.of("/gpu:0", "/cpu:0", "/gpu:1"));
    for (ModelSpec model : List.of(Tiny.convnet(), Tiny.withBatchNorm())) {
      TowerGraph graph = graph(model, placement, Optional.of(new WeightAverage(0.9, true)));
      Map<String, String> devices =
          graph.graphDef().getNodeList().stream()
              .collect(Collectors.toMap(NodeDef::getName, NodeDef::getDevice));
      for (String name : graph.trainedVariables()) {
        assertThat(devices.get(name + "/ExponentialMovingAverage"))
            .as(name)
            .isNotEmpty()
            .isEqualTo(devices.get(name));
      }
      Transfers with = new Transfers(graph.graphDef(), "tower_1/");
      Transfers without =
          new Transfers(graph(model, placement, Optional.empty()).graphDef(), "tower_1/");
      assertThat(with.in()).isNotEmpty().isEqualTo(without.in());
      assertThat(with.out()).isNotEmpty().isEqualTo(without.out());
    }
  }

  private static TowerGraph graph(
      ModelSpec model, Placement placement, Optional<WeightAverage> average) {
    Network network = Tiny.network(model);
    return TowerGraph.forTraining(
        new TowerSpec(network, Precision.FLOAT32, placement, 1),
        new TrainingSpec(
            new Momentum(0.9, true),
            Regularization.NONE,
            average,
            new DirectFeed(Tiny.images(24, 1)),
            new BatchPlan(24, 2, 6),
            false,
            false));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, -0.1, Double.NaN})
  void aDecayOutOfRangeIsNamed(double decay) {
    assertThatThrownBy(() -> new WeightAverage(decay, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("decay of the average is " + decay + ", expected 0 or more, below 1");
  }
}
