package io.github.multigpumnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multigpumnist.Tiny;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Shape inference, and the layer that an error names. */
class ShapesTest {

  @ParameterizedTest
  @CsvSource({
    "28,5,1,SAME,28", "28,5,2,SAME,14", "7,2,2,SAME,4", "28,5,1,VALID,24", "28,5,3,VALID,8",
    "5,5,1,VALID,1", "4,5,1,VALID,0", "4,5,2,VALID,0", "2,5,2,VALID,-1", "1,3,2,SAME,1"
  })
  void windowsAreCountedAsTensorFlowDoes(
      long size, long window, long stride, Padding padding, long expected) {
    assertThat(padding.outputSize(size, window, stride)).isEqualTo(expected);
  }

  static Stream<Arguments> misfits() {
    Shape row = Shape.of(10);
    Shape image = Shape.of(4, 4, 2);
    return Stream.of(
        Arguments.of(Tiny.conv("c", 2, Activation.RELU), row, "layer 'c': input has shape [10]"),
        Arguments.of(valid(5), image, "layer 'v': window 5x5 does not fit into input [4, 4, 2]"),
        Arguments.of(new MaxPool("p", 5, 1, Padding.VALID), image, "layer 'p': window 5x5"),
        Arguments.of(new MaxPool("p", 2, null, null), row, "layer 'p': input has shape [10]"),
        Arguments.of(new Lrn("n", 1, 1, 1, 1), row, "layer 'n': input has shape [10]"),
        Arguments.of(Tiny.logits("d", 0), image, "layer 'd': input has shape [4, 4, 2]"));
  }

  private static Conv2d valid(int kernel) {
    return new Conv2d("v", 2, List.of(kernel, kernel), 1, Padding.VALID, null, null, null, null);
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void errorsNameTheLayer(Layer layer, Shape input, String message) {
    assertThatThrownBy(() -> layer.outputShape(input))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void layersWithoutAWindowKeepTheirShape() {
    Shape image = Shape.of(4, 4, 2);
    assertThat(new Dropout("d", 0.5).outputShape(image)).isEqualTo(image);
    assertThat(new BatchNorm("b", null, null, null).outputShape(image)).isEqualTo(image);
    assertThat(new Lrn("n", 1, 1, 1, 1).outputShape(image)).isEqualTo(image);
    assertThat(new ActivationLayer("a", Activation.RELU).outputShape(image)).isEqualTo(image);
    assertThat(new Flatten("f").outputShape(image)).isEqualTo(Shape.of(32));
  }

  @Test
  void batchNormKeepsTwoVariablesUntrained() {
    assertThat(new BatchNorm("b", null, null, null).variables(Shape.of(4, 4, 2)))
        .extracting(v -> v.name() + v.shape() + v.trainable())
        .containsExactly(
            "gamma[2]true", "beta[2]true", "moving_mean[2]false", "moving_variance[2]false");
    assertThat(new BatchNorm("b", null, null, false).variables(Shape.of(5)))
        .extracting(VariableSpec::name)
        .containsExactly("beta", "moving_mean", "moving_variance");
  }

  @Test
  void theLastLayerGivesOneOutputAClass() {
    ModelSpec model =
        Tiny.model(new Flatten("f"), new Dense("last", new Units(4), null, null, null, null));
    assertThatThrownBy(() -> Tiny.network(model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("model 'tiny': last layer 'last' gives [4], expected one output a class (3)");
  }

  @Test
  void namesDiffer() {
    Flatten flatten = new Flatten("f");
    assertThatThrownBy(() -> Tiny.model(flatten, flatten))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer name 'f' stands twice");
  }
}
