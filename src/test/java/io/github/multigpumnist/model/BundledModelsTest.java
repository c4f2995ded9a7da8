package io.github.multigpumnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.multigpumnist.optimizer.Adadelta;
import io.github.multigpumnist.optimizer.Adam;
import io.github.multigpumnist.optimizer.ExponentialDecay;
import io.github.multigpumnist.optimizer.Momentum;
import io.github.multigpumnist.optimizer.RunPosition;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** The bundled models are the originals' networks, number by number. */
class BundledModelsTest {
  private static final Shape MNIST = Shape.of(28, 28, 1);

  /** The part that both networks share. */
  private static final List<String> CONVOLUTIONS =
      List.of(
          "conv1 Conv2d 28x28x32 [5, 5] stride 1 SAME RELU",
          "pool1 MaxPool 14x14x32 2x2 stride 2 SAME",
          "norm1 Lrn 14x14x32 radius 4 bias 1 alpha 0.001/9 beta 0.75",
          "conv2 Conv2d 14x14x64 [5, 5] stride 1 SAME RELU",
          "norm2 Lrn 14x14x64 radius 4 bias 1 alpha 0.001/9 beta 0.75",
          "pool2 MaxPool 7x7x64 2x2 stride 2 SAME",
          "flatten Flatten 3136",
          "local3 Dense 1024 RELU");

  private static final List<String> CONVOLUTION_VARIABLES =
      List.of(
          "conv1/weights 5x5x1x32 normal 0.05000 decay 0.0",
          "conv1/biases 32 constant 0.0 decay 0.0",
          "conv2/weights 5x5x32x64 normal 0.05000 decay 0.0",
          "conv2/biases 64 constant 0.1 decay 0.0",
          "local3/weights 3136x1024 normal 0.04000 decay 0.004",
          "local3/biases 1024 constant 0.1 decay 0.0");

  @Test
  void convnetIsTheBatchingTrainersNetwork() throws IOException {
    Network network = ModelFile.load("convnet").forData(MNIST, 10);
    assertThat(layers(network))
        .startsWith(CONVOLUTIONS.toArray(String[]::new))
        .endsWith("local4 Dense 10 RELU", "softmax_linear Dense 10 LINEAR")
        .hasSize(10);
    assertThat(variables(network))
        .startsWith(CONVOLUTION_VARIABLES.toArray(String[]::new))
        .endsWith(
            "local4/weights 1024x10 normal 0.04000 decay 0.004",
            "local4/biases 10 constant 0.1 decay 0.0",
            "softmax_linear/weights 10x10 normal 0.00521 decay 0.0",
            "softmax_linear/biases 10 constant 0.0 decay 0.0")
        .hasSize(10);
    Dense last = (Dense) network.layers().get(9);
    assertThat(((Initializer.TruncatedNormal) last.weights()).stddev())
        .isCloseTo(1.0 / 192, within(1e-9));
  }

  @Test
  void convnetDirectIsTheDirectFeedNetwork() throws IOException {
    Network network = ModelFile.load("convnet-direct").forData(MNIST, 10);
    assertThat(layers(network))
        .startsWith(CONVOLUTIONS.toArray(String[]::new))
        .endsWith("dropout Dropout 1024 rate 0.5", "local4 Dense 10 LINEAR")
        .hasSize(10);
    assertThat(variables(network))
        .startsWith(CONVOLUTION_VARIABLES.toArray(String[]::new))
        .endsWith(
            "local4/weights 1024x10 normal 0.04000 decay 0.004",
            "local4/biases 10 constant 0.1 decay 0.0")
        .hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"convnet", "convnet-direct", "batchnorm-cnn"})
  void pixelsAreCentred(String name) throws IOException {
    Preprocessing preprocessing = ModelFile.load(name).preprocessing();
    assertThat(preprocessing.scale()).isCloseTo(1.0 / 255, within(1e-12));
    assertThat(preprocessing.offset()).isEqualTo(-0.5);
  }

  @Test
  void batchnormCnnIsTheSonnetNetwork() throws IOException {
    Network network = ModelFile.load("batchnorm-cnn").forData(MNIST, 10);
    assertThat(layers(network))
        .containsExactly(
            "conv1 Conv2d 14x14x32 [4, 4] stride 2 SAME LINEAR",
            "norm1 BatchNorm 14x14x32 momentum 0.999 epsilon 0.001 scale false",
            "relu1 ActivationLayer 14x14x32 RELU",
            "pool1 MaxPool 7x7x32 2x2 stride 2 SAME",
            "conv2 Conv2d 4x4x64 [4, 4] stride 2 SAME LINEAR",
            "norm2 BatchNorm 4x4x64 momentum 0.999 epsilon 0.001 scale false",
            "relu2 ActivationLayer 4x4x64 RELU",
            "pool2 MaxPool 2x2x64 2x2 stride 2 SAME",
            "conv3 Conv2d 2x2x1024 [1, 1] stride 1 SAME LINEAR",
            "norm3 BatchNorm 2x2x1024 momentum 0.999 epsilon 0.001 scale false",
            "relu3 ActivationLayer 2x2x1024 RELU",
            "flatten Flatten 4096",
            "dropout Dropout 4096 rate 0.5",
            "logits Dense 10 LINEAR");
    // Sonnet draws weights with deviation 1 / root of the inputs of one output.
    for (String line :
        List.of(
            "conv1/weights 4x4x1x32 normal 0.25000 decay 0.0",
            "conv2/weights 4x4x32x64 normal 0.04419 decay 0.0",
            "conv3/weights 1x1x64x1024 normal 0.12500 decay 0.0",
            "logits/weights 4096x10 normal 0.01563 decay 0.0")) {
      assertThat(variables(network)).contains(line);
      Integer[] sizes =
          Stream.of(line.split(" ")[1].split("x")).map(Integer::valueOf).toArray(Integer[]::new);
      double inputs = 1;
      for (int i = 0; i < sizes.length - 1; i++) {
        inputs *= sizes[i];
      }
      assertThat(Double.parseDouble(line.split(" ")[3]))
          .isCloseTo(1 / Math.sqrt(inputs), within(1e-5));
    }
  }

  @Test
  void kerasCnnIsTheKerasNetwork() throws IOException {
    Network network = ModelFile.load("keras-cnn").forData(MNIST, 10);
    assertThat(layers(network))
        .containsExactly(
            "conv1 Conv2d 26x26x32 [3, 3] stride 1 VALID RELU",
            "conv2 Conv2d 24x24x256 [3, 3] stride 1 VALID RELU",
            "norm BatchNorm 24x24x256 momentum 0.99 epsilon 0.001 scale true",
            "conv3 Conv2d 22x22x128 [3, 3] stride 1 VALID RELU",
            "pool MaxPool 11x11x128 2x2 stride 2 VALID",
            "dropout1 Dropout 11x11x128 rate 0.25",
            "flatten Flatten 15488",
            "dense1 Dense 128 RELU",
            "dropout2 Dropout 128 rate 0.5",
            "dense2 Dense 10 LINEAR");
    for (Layer layer : network.layers()) {
      if (layer instanceof Conv2d conv) {
        assertThat(conv.weights()).isEqualTo(new Initializer.GlorotUniform());
        assertThat(conv.biases()).isEqualTo(new Initializer.Constant(0));
      }
      if (layer instanceof Dense dense) {
        assertThat(dense.weights()).isEqualTo(new Initializer.GlorotUniform());
        assertThat(dense.biases()).isEqualTo(new Initializer.Constant(0));
      }
    }
    assertThat(ModelFile.load("keras-cnn").preprocessing().offset()).isZero();
    Recipe recipe = ModelFile.load("keras-cnn").recipe("default");
    assertThat(recipe.batchSize()).isEqualTo(128);
    assertThat(recipe.epochs()).isEqualTo(12);
    assertThat(recipe.optimizer()).isEqualTo(new Adadelta(0.95, 1e-8));
    assertThat(recipe.learningRate().at(new RunPosition(654_321, 55_000, 660_000))).isEqualTo(1.0);
  }

  @Test
  void recipesAreTheRecordedOnes() throws IOException {
    Recipe original = ModelFile.load("convnet").recipe("original");
    assertThat(original.batchSize()).isEqualTo(64);
    assertThat(original.epochs()).isEqualTo(10);
    assertThat(original.optimizer()).isEqualTo(new Momentum(0.9, true));
    assertThat(original.learningRate()).isEqualTo(new ExponentialDecay(0.1, 0.1, 350, true));
    Recipe sonnet = ModelFile.load("batchnorm-cnn").recipe("original");
    assertThat(sonnet.batchSize()).isEqualTo(50);
    assertThat(sonnet.epochs()).isEqualTo(20);
    assertThat(sonnet.optimizer()).isEqualTo(new Momentum(0.9, true));
    assertThat(sonnet.learningRate()).isEqualTo(new ExponentialDecay(0.1, 0.1, 20, true));
    Recipe direct = ModelFile.load("convnet-direct").recipe("default");
    assertThat(direct.batchSize()).isEqualTo(1000);
    assertThat(direct.maxSteps()).isEqualTo(20_000);
    assertThat(direct.optimizer()).isEqualTo(new Adam(0.9, 0.999, 1e-8));
    assertThat(direct.learningRate().at(new RunPosition(1_234_567, 55_000, 20_000_000)))
        .isEqualTo(1e-4);
  }

  @Test
  void lastLayersFollowTheNumberOfClasses() throws IOException {
    Network network = ModelFile.load("convnet").forData(Shape.of(32, 32, 3), 7);
    assertThat(variables(network))
        .contains("conv1/weights 5x5x3x32 normal 0.05000 decay 0.0")
        .contains("softmax_linear/weights 7x7 normal 0.00521 decay 0.0");
  }

  @Test
  void unknownRecipeNamesThoseThereAre() throws IOException {
    ModelSpec model = ModelFile.load("convnet");
    assertThatThrownBy(() -> model.recipe("fast"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("model 'convnet' has no recipe 'fast', expected one of default, original");
  }

  private static List<String> layers(Network network) {
    List<Shape> shapes = network.shapes();
    return network.layers().stream()
        .map(
            layer -> {
              Shape out = shapes.get(network.layers().indexOf(layer) + 1);
              return layer.name()
                  + " "
                  + layer.getClass().getSimpleName()
                  + " "
                  + text(out)
                  + details(layer);
            })
        .toList();
  }

  private static String details(Layer layer) {
    if (layer instanceof Conv2d conv) {
      return " %s stride %d %s %s"
          .formatted(conv.kernel(), conv.stride(), conv.padding(), conv.activation());
    }
    if (layer instanceof MaxPool pool) {
      return " %dx%d stride %d %s"
          .formatted(pool.size(), pool.size(), pool.stride(), pool.padding());
    }
    if (layer instanceof Lrn lrn) {
      assertThat(lrn.alpha()).isCloseTo(0.001 / 9, within(1e-12));
      return " radius %d bias %.0f alpha 0.001/9 beta %.2f"
          .formatted(lrn.depthRadius(), lrn.bias(), lrn.beta());
    }
    if (layer instanceof Dense dense) {
      return " " + dense.activation();
    }
    if (layer instanceof BatchNorm norm) {
      return " momentum %s epsilon %s scale %s"
          .formatted(norm.momentum(), norm.epsilon(), norm.scale());
    }
    if (layer instanceof ActivationLayer activation) {
      return " " + activation.function();
    }
    return layer instanceof Dropout dropout ? " rate " + dropout.rate() : "";
  }

  private static List<String> variables(Network network) {
    return network.variables().stream()
        .map(v -> v.fullName() + " " + text(v.spec().shape()) + " " + text(v.spec()))
        .toList();
  }

  private static String text(VariableSpec spec) {
    String initializer =
        spec.initializer() instanceof Initializer.TruncatedNormal normal
            ? String.format(Locale.ROOT, "normal %.5f", normal.stddev())
            : "constant " + ((Initializer.Constant) spec.initializer()).value();
    assertThat(spec.trainable()).isEqualTo(!spec.name().startsWith("moving_"));
    return initializer + " decay " + spec.weightDecay();
  }

  private static String text(Shape shape) {
    return String.join("x", shape.toListOrNull().stream().map(Object::toString).toList());
  }
}
