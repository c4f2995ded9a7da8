package io.github.multigpumnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** Every layer's gradients against finite differences, and values against plain Java. */
class LayerGradientsTest {
  private static final Shape IMAGE = Shape.of(4, 5, 3);
  private static final int BATCH = 2;
  private static final int NUMBERS = BATCH * 4 * 5 * 3;

  static Stream<Layer> convolutions() {
    return Stream.of(
        conv(List.of(3, 3), 1, Padding.SAME, Activation.TANH),
        conv(List.of(2, 3), 2, Padding.SAME, Activation.LINEAR),
        conv(List.of(3, 2), 1, Padding.VALID, Activation.SIGMOID));
  }

  private static Conv2d conv(List<Integer> kernel, int stride, Padding padding, Activation f) {
    return new Conv2d("c", 2, kernel, stride, padding, f, null, null, null);
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void conv2d(Layer layer) {
    try (var harness = image(layer, LayerHarness.random(NUMBERS, 1))) {
      assertThat(harness.outputShape()).isEqualTo(Shape.of(BATCH).append(layer.outputShape(IMAGE)));
      harness.assertGradients("x", "weights", "biases");
    }
  }

  @Test
  void conv2dIsTheSumOverTheWindow() {
    Conv2d layer = conv(List.of(3, 2), 1, Padding.VALID, Activation.LINEAR);
    try (var harness = image(layer, LayerHarness.random(NUMBERS, 1))) {
      float[] x = harness.value("x");
      float[] w = harness.value("weights");
      double expected = harness.value("biases")[1]; // output (0, 1, 2, filter 1)
      for (int r = 0; r < 3; r++) {
        for (int c = 0; c < 2; c++) {
          for (int d = 0; d < 3; d++) {
            expected += x[((1 + r) * 5 + 2 + c) * 3 + d] * w[((r * 2 + c) * 3 + d) * 2 + 1];
          }
        }
      }
      assertThat((double) harness.output()[(1 * 4 + 2) * 2 + 1]).isCloseTo(expected, within(1e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({"2,2,SAME", "3,2,SAME", "2,1,VALID"})
  void maxPool(int size, int stride, Padding padding) {
    Layer layer = new MaxPool("p", size, stride, padding);
    try (var harness = image(layer, LayerHarness.spread(NUMBERS))) {
      assertThat(harness.outputShape()).isEqualTo(Shape.of(BATCH).append(layer.outputShape(IMAGE)));
      harness.assertGradients("x");
    }
  }

  static Stream<Arguments> normalisations() {
    return Stream.of(
        Arguments.of(4, 1.0, 0.001 / 9, 0.75),
        Arguments.of(1, 2.0, 0.3, 0.75),
        Arguments.of(2, 1.5, 0.2, 0.5),
        Arguments.of(0, 1.0, 0.7, 1.3),
        Arguments.of(9, 1.0, 0.1, 0.75));
  }

  @ParameterizedTest
  @MethodSource("normalisations")
  void lrn(int radius, double bias, double alpha, double beta) {
    int depth = 6;
    Shape image = Shape.of(2, 2, depth);
    float[] x = LayerHarness.random(BATCH * 4 * depth, 1);
    Lrn layer = new Lrn("n", radius, bias, alpha, beta);
    try (var harness = new LayerHarness(layer, image, BATCH, true, x)) {
      float[] y = harness.output();
      for (int i = 0; i < x.length; i++) {
        assertThat((double) y[i]).isCloseTo(lrn(layer, x, i, depth), within(1e-5));
      }
      harness.assertGradients("x");
    }
  }

  private static double lrn(Lrn layer, float[] x, int i, int depth) {
    double sum = layer.bias();
    int first = i / depth * depth;
    for (int j = 0; j < depth; j++) {
      if (Math.abs(first + j - i) <= layer.depthRadius()) {
        sum += layer.alpha() * x[first + j] * x[first + j];
      }
    }
    return x[i] / Math.pow(sum, layer.beta());
  }

  @Test
  void flatten() {
    float[] x = LayerHarness.random(NUMBERS, 1);
    try (var harness = image(new Flatten("f"), x)) {
      assertThat(harness.outputShape().get(1)).isEqualTo(60);
      assertThat(harness.output()).containsExactly(x);
      harness.assertGradients("x");
    }
  }

  @Test
  void dense() {
    Dense layer = new Dense("d", new Units(3), Activation.TANH, null, null, null);
    float[] x = LayerHarness.random(8, 1);
    try (var harness = new LayerHarness(layer, Shape.of(4), BATCH, true, x)) {
      double expected = harness.value("biases")[2];
      for (int i = 0; i < 4; i++) {
        expected += x[4 + i] * harness.value("weights")[i * 3 + 2];
      }
      assertThat((double) harness.output()[5]).isCloseTo(Math.tanh(expected), within(1e-5));
      harness.assertGradients("x", "weights", "biases");
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void activation(Activation function) {
    float[] x = LayerHarness.spread(24);
    Layer layer = new ActivationLayer("a", function);
    try (var harness = new LayerHarness(layer, Shape.of(4), 6, true, x)) {
      float[] y = harness.output();
      for (int i = 0; i < x.length; i++) {
        assertThat((double) y[i]).as("f(%s)", x[i]).isCloseTo(f(function, x, i), within(1e-5));
      }
      harness.assertGradients("x");
    }
  }

  private static double f(Activation function, float[] x, int i) {
    double v = x[i];
    return switch (function) {
      case LINEAR -> v;
      case RELU -> Math.max(v, 0);
      case ELU -> v > 0 ? v : Math.exp(v) - 1;
      case TANH -> Math.tanh(v);
      case SIGMOID -> 1 / (1 + Math.exp(-v));
      case SOFTMAX -> {
        double sum = 0;
        for (int j = i / 4 * 4; j < i / 4 * 4 + 4; j++) {
          sum += Math.exp(x[j]);
        }
        yield Math.exp(v) / sum;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({"0.25, 1000", "0.2, 1001", "0.001, 1002", "0.5, 1003", "0.7, 1000", "0.999, 1000"})
  void dropoutScalesWhatItKeeps(double rate, int units) {
    float[] x = new float[4 * units];
    Arrays.fill(x, 2);
    try (var harness = new LayerHarness(new Dropout("d", rate), Shape.of(units), 4, true, x)) {
      float[] y = harness.output();
      int dropped = 0;
      for (float v : y) {
        assertThat(v == 0 || Math.abs(v / (2 / (1 - rate)) - 1) < 1e-6).as("%s", v).isTrue();
        dropped += v == 0 ? 1 : 0;
      }
      assertThat((double) dropped / y.length).isCloseTo(rate, within(0.03));
      assertThat(harness.output()).as("the same seed").containsExactly(y);
    }
  }

  /** 256 · 0.2 lies between 51 and 52: 51 of 256 alone would be off by 0.0008. */
  @Test
  void dropoutDropsWithTheVeryRate() {
    int units = 10_000;
    float[] x = new float[units];
    Arrays.fill(x, 1);
    double dropped = 0;
    int steps = 400;
    try (var harness = new LayerHarness(new Dropout("d", 0.2), Shape.of(units), 1, true, x)) {
      for (int step = 0; step < steps; step++) {
        for (float v : harness.outputOfStep(step)) {
          dropped += v == 0 ? 1 : 0;
        }
      }
    }
    assertThat(dropped / units / steps).isCloseTo(0.2, within(0.0006));
  }

  @Test
  void dropoutsGradient() {
    try (var harness = image(new Dropout("d", 0.5), LayerHarness.random(NUMBERS, 1))) {
      harness.assertGradients("x");
    }
  }

  @Test
  void dropoutPassesEverythingOutsideOfTraining() {
    float[] x = LayerHarness.random(20, 1);
    try (var harness = new LayerHarness(new Dropout("d", 0.5), Shape.of(10), 2, false, x)) {
      assertThat(harness.output()).containsExactly(x);
    }
  }

  @ParameterizedTest
  @CsvSource({"true,true", "false,true", "true,false", "false,false"})
  void batchNorm(boolean training, boolean scale) {
    Layer layer = new BatchNorm("b", 0.9, 0.01, scale);
    float[] x = LayerHarness.random(NUMBERS, 1);
    try (var harness = new LayerHarness(layer, IMAGE, BATCH, training, x)) {
      for (int channel = 0; channel < 3; channel++) {
        double mean = training ? mean(x, channel) : harness.value("moving_mean")[channel];
        double variance =
            training ? variance(x, channel) : harness.value("moving_variance")[channel];
        double expected =
            (scale ? harness.value("gamma")[channel] : 1)
                    * (x[3 + channel] - mean)
                    / Math.sqrt(variance + 0.01)
                + harness.value("beta")[channel];
        assertThat((double) harness.output()[3 + channel]).isCloseTo(expected, within(1e-5));
        if (training) {
          assertThat((double) harness.statistic("moving_mean")[channel])
              .isCloseTo(mean, within(1e-5));
          assertThat((double) harness.statistic("moving_variance")[channel])
              .isCloseTo(variance, within(1e-5));
        }
      }
      harness.assertGradients(
          scale ? new String[] {"x", "gamma", "beta"} : new String[] {"x", "beta"});
    }
  }

  /** Rows of numbers; with one row in the batch the variance is 0. */
  @ParameterizedTest
  @CsvSource({"1", "2", "5"})
  void batchNormOfRows(int batch) {
    float[] x = LayerHarness.random(batch * 3, 1);
    Layer layer = new BatchNorm("b", 0.9, 0.01, true);
    try (var harness = new LayerHarness(layer, Shape.of(3), batch, true, x)) {
      assertThat(harness.outputShape()).isEqualTo(Shape.of(batch, 3));
      for (int i = 0; i < x.length; i++) {
        double variance = variance(x, i % 3);
        double centred = (x[i] - mean(x, i % 3)) / Math.sqrt(variance + 0.01);
        assertThat((double) harness.output()[i])
            .isCloseTo(
                harness.value("gamma")[i % 3] * centred + harness.value("beta")[i % 3],
                within(1e-5));
        assertThat((double) harness.statistic("moving_variance")[i % 3])
            .isCloseTo(variance, within(1e-5));
      }
      harness.assertGradients("x", "gamma", "beta");
    }
  }

  private static double mean(float[] x, int channel) {
    double sum = 0;
    for (int i = channel; i < x.length; i += 3) {
      sum += x[i];
    }
    return sum / (x.length / 3.0);
  }

  private static double variance(float[] x, int channel) {
    double mean = mean(x, channel);
    double sum = 0;
    for (int i = channel; i < x.length; i += 3) {
      sum += (x[i] - mean) * (x[i] - mean);
    }
    return sum / (x.length / 3.0);
  }

  static Stream<Layer> imageLayers() {
    return Stream.of(
        conv(List.of(3, 3), 1, Padding.SAME, Activation.RELU),
        new MaxPool("p", 2, 2, Padding.SAME),
        new Lrn("n", 1, 1, 0.1, 0.75),
        new Lrn("n", 1, 1, 0.1, 0.6),
        new Flatten("f"),
        new Dropout("d", 0.5),
        new ActivationLayer("a", Activation.SOFTMAX),
        new BatchNorm("b", 0.9, 0.001, true));
  }

  @ParameterizedTest
  @MethodSource("imageLayers")
  void bfloat16IsCloseAndNormalisationIsFloat32(Layer layer) {
    float[] x = LayerHarness.spread(NUMBERS);
    try (var exact = image(layer, x);
        var rough = new LayerHarness(layer, IMAGE, BATCH, true, x, LayerHarness.BFLOAT16)) {
      float[] wanted = exact.output();
      float[] got = rough.output();
      for (int i = 0; i < wanted.length; i++) {
        assertThat(got[i]).isCloseTo(wanted[i], within(0.02f + 0.03f * Math.abs(wanted[i])));
      }
      boolean normalises = layer instanceof Lrn || layer instanceof BatchNorm;
      boolean softmax = layer instanceof ActivationLayer;
      assertThat(rough.outputType().equals(TFloat32.class)).isEqualTo(normalises || softmax);
    }
  }

  private static LayerHarness image(Layer layer, float[] x) {
    return new LayerHarness(layer, IMAGE, BATCH, true, x);
  }
}
