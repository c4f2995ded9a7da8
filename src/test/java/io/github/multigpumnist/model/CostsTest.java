package io.github.multigpumnist.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Parameters and FLOPs, against numbers computed by hand. */
class CostsTest {
  private static final Shape IMAGE = Shape.of(5, 4, 3);

  static Stream<Arguments> costs() {
    return Stream.of(
        // 5 · 4 · 2 outputs of 2 · (3 · 2 · 3) + 1 + 1
        Arguments.of(conv(1, Padding.SAME, Activation.RELU), IMAGE, 40 * (36 + 2)),
        // 3 · 3 · 2 outputs of 2 · 18 + 1
        Arguments.of(conv(1, Padding.VALID, Activation.LINEAR), IMAGE, 18 * 37),
        // 3 · 2 · 2 outputs
        Arguments.of(conv(2, Padding.SAME, Activation.LINEAR), IMAGE, 12 * 37),
        // 7 outputs of 2 · 60 + 1 + 1
        Arguments.of(dense(Activation.TANH), Shape.of(60), 7 * 122),
        Arguments.of(dense(Activation.LINEAR), Shape.of(60), 7 * 121),
        // 3 · 2 · 3 outputs of 3 comparisons
        Arguments.of(new MaxPool("p", 2, 2, Padding.SAME), IMAGE, 18 * 3),
        // 60 numbers of 2 · 9 + 4
        Arguments.of(new Lrn("n", 4, 1, 0.1, 0.75), IMAGE, 60 * 22),
        Arguments.of(new BatchNorm("b", null, null, null), IMAGE, 120),
        Arguments.of(new ActivationLayer("a", Activation.RELU), IMAGE, 60),
        Arguments.of(new ActivationLayer("a", Activation.LINEAR), IMAGE, 0),
        Arguments.of(new Flatten("f"), IMAGE, 0),
        Arguments.of(new Dropout("d", 0.5), IMAGE, 0));
  }

  private static Conv2d conv(int stride, Padding padding, Activation activation) {
    return new Conv2d("c", 2, List.of(3, 2), stride, padding, activation, null, null, null);
  }

  private static Dense dense(Activation activation) {
    return new Dense("d", new Units(7), activation, null, null, null);
  }

  @ParameterizedTest
  @MethodSource("costs")
  void flops(Layer layer, Shape input, long expected) {
    assertThat(layer.flops(input)).isEqualTo(expected);
  }

  /**
   * The sums of what the layers cost, such as batchnorm-cnn's 512 + 32 + 3 · 32 + 32768 + 64 + 3 ·
   * 64 + 65536 + 1024 + 3 · 1024 + 40960 + 10 parameters.
   */
  @ParameterizedTest
  @CsvSource({
    "convnet, 3274744, 28287526",
    "convnet-direct, 3274634, 28287306",
    "batchnorm-cnn, 144266, 1906538",
    "keras-cnn, 2354250, 375570058"
  })
  void bundledModels(String name, long parameters, long flops) throws IOException {
    Network network = ModelFile.load(name).forData(Shape.of(28, 28, 1), 10);
    assertThat(network.parameters()).isEqualTo(parameters);
    assertThat(network.flops()).isEqualTo(flops);
  }

  @Test
  void rowsTellOfEveryLayer() throws IOException {
    Network network = ModelFile.load("convnet").forData(Shape.of(28, 28, 1), 10);
    assertThat(network.rows()).hasSize(10);
    assertThat(network.rows().get(1))
        .isEqualTo(
            new Network.Row(
                "pool1", "max_pool 2x2, stride 2, same", List.of(14L, 14L, 32L), 0, 6272 * 3));
    assertThat(network.rows())
        .extracting(Network.Row::operation)
        .contains("conv2d 5x5, stride 1, same, relu", "lrn radius 4", "flatten", "dense, relu")
        .endsWith("dense");
    assertThat(network.rows().stream().mapToLong(Network.Row::parameters).sum())
        .isEqualTo(network.parameters());
  }
}
