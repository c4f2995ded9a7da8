package io.github.multigpumnist.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.TowerRun;
import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.model.Regularization;
import io.github.multigpumnist.optimizer.Adam;
import io.github.multigpumnist.optimizer.GradientDescent;
import io.github.multigpumnist.optimizer.OptimizerSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/** Smoothed labels, clipped gradients and decoupled decay, each against what it does by hand. */
class RegularizationTest {
  private static final double RATE = 0.05;
  private static final double NEVER = Double.POSITIVE_INFINITY;

  private static TowerRun.Setup setup(OptimizerSpec optimizer, Regularization regularization) {
    return new TowerRun.Setup().optimizer(optimizer).regularization(regularization);
  }

  private static Map<String, float[]> changes(TowerRun run) {
    Map<String, float[]> before = run.values();
    run.step(RATE);
    Map<String, float[]> changes = new LinkedHashMap<>();
    run.values()
        .forEach(
            (name, after) -> {
              float[] change = new float[after.length];
              for (int i = 0; i < after.length; i++) {
                change[i] = after[i] - before.get(name)[i];
              }
              changes.put(name, change);
            });
    return changes;
  }

  private static double norm(Map<String, float[]> values) {
    double sum = 0;
    for (float[] each : values.values()) {
      for (float v : each) {
        sum += (double) v * v;
      }
    }
    return Math.sqrt(sum);
  }

  @Test
  void longGradientsAreScaledToTheLimitAndShortOnesLeftAlone() {
    try (TowerRun plain = setup(new GradientDescent(), Regularization.NONE).open();
        TowerRun clipped = setup(new GradientDescent(), new Regularization(0, 0.01, 0)).open();
        TowerRun loose = setup(new GradientDescent(), new Regularization(0, 1e6, 0)).open()) {
      Map<String, float[]> whole = changes(plain);
      Map<String, float[]> cut = changes(clipped);
      double length = norm(whole);
      assertThat(length).isGreaterThan(0.02 * RATE);
      assertThat(norm(cut)).isCloseTo(0.01 * RATE, within(1e-7));
      whole.forEach(
          (name, change) -> {
            for (int i = 0; i < change.length; i++) {
              assertThat((double) cut.get(name)[i])
                  .isCloseTo(change[i] * 0.01 * RATE / length, within(1e-7));
            }
          });
      TowerRun.assertEqual(changes(loose), whole);
    }
  }

  static Stream<OptimizerSpec> optimizers() {
    return Stream.of(new GradientDescent(), new Adam(0.9, 0.999, 1e-8));
  }

  /** The first step: w₁ = w₀ − rate · λ · w₀ − what the optimizer does without decay. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void matricesDecayApartFromTheGradient(OptimizerSpec optimizer) {
    double decay = 0.5;
    try (TowerRun plain = setup(optimizer, Regularization.NONE).open();
        TowerRun decayed = setup(optimizer, new Regularization(0, NEVER, decay)).open()) {
      Map<String, float[]> first = plain.values();
      Map<String, float[]> without = changes(plain);
      Map<String, float[]> with = changes(decayed);
      first.forEach(
          (name, values) -> {
            double share = name.endsWith("weights") ? RATE * decay : 0;
            for (int i = 0; i < values.length; i++) {
              assertThat((double) with.get(name)[i])
                  .as(name)
                  .isCloseTo(without.get(name)[i] - share * values[i], within(1e-6));
            }
          });
    }
  }

  /** Σ −q log p with q = 1 − ε + ε/K for the label and ε/K for the others. */
  @Test
  void smoothedLabelsAreThoseOfTheFormula() {
    double smoothing = 0.3;
    try (TowerRun run =
        setup(new GradientDescent(), new Regularization(smoothing, NEVER, 0)).images(6).open()) {
      LabeledImages images = Tiny.images(6, 1);
      float[] logits = logits(run, images);
      int classes = logits.length / 6;
      double sum = 0;
      for (int i = 0; i < 6; i++) {
        double total = 0;
        for (int k = 0; k < classes; k++) {
          total += Math.exp(logits[i * classes + k]);
        }
        for (int k = 0; k < classes; k++) {
          double q = smoothing / classes + (k == images.labels()[i] ? 1 - smoothing : 0);
          sum -= q * (logits[i * classes + k] - Math.log(total));
        }
      }
      assertThat((double) run.step(RATE)).isCloseTo(sum / 6, within(1e-5));
    }
  }

  private static float[] logits(TowerRun run, LabeledImages images) {
    Shape shape = Shape.of(images.count(), images.height(), images.width(), images.depth());
    try (TUint8 pixels = TUint8.tensorOf(shape, DataBuffers.of(images.pixels(), true, false));
        TInt32 labels = TInt32.vectorOf(images.labels())) {
      return run.session().evaluate(0, pixels, labels).logits();
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void manyTowersAreOneLargerTower(Precision precision) {
    Regularization all = new Regularization(0.1, 0.2, 0.1);
    try (TowerRun one =
            setup(new Adam(0.9, 0.999, 1e-8), all).precision(precision).towers(1, 6).open();
        TowerRun many =
            setup(new Adam(0.9, 0.999, 1e-8), all).precision(precision).towers(3, 2).open()) {
      one.steps(6, 0.001);
      many.steps(6, 0.001);
      TowerRun.assertClose(
          many.values(), one.values(), precision == Precision.FLOAT32 ? 1e-4 : 2e-2);
    }
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(1.0, NEVER, 0.0, "label_smoothing is 1.0, expected 0 or more, below 1"),
        Arguments.of(0.0, 0.0, 0.0, "gradient_clip_norm is 0.0, expected a number above 0"),
        Arguments.of(0.0, NEVER, -1.0, "weight_decay is -1.0, expected 0 or more"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void settingsOutOfRangeAreNamed(double smoothing, double norm, double decay, String message) {
    assertThatThrownBy(() -> new Regularization(smoothing, norm, decay)).hasMessage(message);
  }
}
