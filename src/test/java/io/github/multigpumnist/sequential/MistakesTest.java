package io.github.multigpumnist.sequential;

import static io.github.multigpumnist.model.Activation.SOFTMAX;
import static io.github.multigpumnist.sequential.Layers.activation;
import static io.github.multigpumnist.sequential.Layers.conv2d;
import static io.github.multigpumnist.sequential.Layers.dense;
import static io.github.multigpumnist.sequential.Layers.dropout;
import static io.github.multigpumnist.sequential.Layers.flatten;
import static io.github.multigpumnist.sequential.Models.CONFIG;
import static io.github.multigpumnist.sequential.Models.TEST;
import static io.github.multigpumnist.sequential.Models.TRAIN;
import static io.github.multigpumnist.sequential.Models.empty;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.TowerRun;
import io.github.multigpumnist.dataset.SyntheticDigits;
import io.github.multigpumnist.model.Dense;
import io.github.multigpumnist.model.Dropout;
import io.github.multigpumnist.model.Padding;
import io.github.multigpumnist.model.Units;
import io.github.multigpumnist.optimizer.GradientDescent;
import io.github.multigpumnist.optimizer.LearningRateSchedule;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused, and in which words. */
class MistakesTest {
  private static final Loss LOSS = Loss.CATEGORICAL_CROSSENTROPY;

  private static Arguments wrong(ThrowingCallable call, String message) {
    return Arguments.of(call, message);
  }

  static Stream<Arguments> layers() {
    return Stream.of(
        wrong(() -> Sequential.of(28, 0, 1), "input is 28 x 0 x 1, expected height, width and"),
        wrong(
            () -> empty().add(dense(3)),
            "layer 'dense': input has shape [8, 8, 1], expected a row of numbers (put a flatten"
                + " layer before)"),
        wrong(
            () -> empty().add(flatten()).add(conv2d(3, 2, SOFTMAX)),
            "layer 'conv2d': input has shape [64], expected height x width x depth"),
        wrong(
            () -> empty().add(conv2d(3, 9, 1, Padding.VALID, SOFTMAX)),
            "layer 'conv2d': window 9x9 does not fit into input [8, 8, 1]"),
        wrong(() -> dense(0), "dense: units is 0, expected 1 or more"),
        wrong(() -> empty().add(dropout(1)), "layer 'dropout': rate is 1.0, expected 0 or more"),
        wrong(
            () -> empty().add(new Dropout("a", 0.1)).add(new Dropout("a", 0.2)),
            "layer name 'a' stands twice: names must differ"),
        wrong(
            () ->
                empty()
                    .add(flatten())
                    .add(new Dense("d", Units.ofClasses(), null, null, null, null)),
            "layer 'd': units is \"classes\", expected a number"));
  }

  static Stream<Arguments> compiling() {
    return Stream.of(
        wrong(() -> empty().compile("adam", LOSS), "the model has no layers, expected 1 or more"),
        wrong(
            () -> empty().add(flatten()).add(dense(3)).compile("adam", LOSS),
            "last layer 'dense' gives [3] without softmax, expected a row of probabilities for the"
                + " loss CATEGORICAL_CROSSENTROPY: end with dense(classes, SOFTMAX), or with"
                + " activation(SOFTMAX)"),
        wrong(
            () -> Models.mlp().add(dropout(0.1)).compile("adam", LOSS),
            "last layer 'dropout_1' gives [3] without softmax"),
        wrong(
            () -> empty().add(activation(SOFTMAX)).compile("adam", LOSS),
            "last layer 'activation' gives [8, 8, 1]"),
        wrong(
            () -> empty().add(flatten()).add(activation(SOFTMAX)).compile("adam", LOSS),
            "the model has no weights to train"),
        wrong(
            () -> Models.mlp().compile("sdg", LOSS),
            "optimizer is sdg, expected one of sgd, rmsprop, adagrad"));
  }

  static Stream<Arguments> settings() {
    return Stream.of(
        wrong(() -> FitConfig.ofEpochs(0), "epochs is 0, expected 1 or more"),
        wrong(() -> CONFIG.withBatchSize(0), "batch size is 0, expected 1 or more"),
        wrong(
            () -> CONFIG.withValidationSplit(1),
            "validation split is 1.0, expected above 0 and below 1"),
        wrong(() -> CONFIG.withValidationSplit(Double.NaN), "validation split is NaN"),
        wrong(() -> CONFIG.withEarlyStopping(0, true), "early stopping is 0, expected 1 or more"),
        wrong(
            () -> Models.trained(Models.mlp()).fit(TRAIN, CONFIG.withValidationSplit(0.99)),
            "validation split is 0.99 of 40 images, expected 1 or more on either side"),
        wrong(
            () ->
                Models.compiled(Models.mlp()).fit(SyntheticDigits.generate(1, 9, 9).test(), CONFIG),
            "images are [28, 28, 1] of 10 classes, expected [8, 8, 1] of 3"),
        wrong(
            () ->
                Models.compiled(Models.mlp())
                    .fit(TRAIN, CONFIG.withValidation(SyntheticDigits.generate(1, 9, 9).test())),
            "images are [28, 28, 1] of 10 classes, expected [8, 8, 1] of 3"),
        wrong(
            () -> Models.compiled(Models.mlp()).fit(TRAIN.slice(0, 0), CONFIG),
            "no images to train on, expected 1 or more"),
        wrong(
            () ->
                Models.compiled(Models.mlp())
                    .fit(TRAIN, FitConfig.ofEpochs(2).withEarlyStopping(1, false)),
            "early stopping: no validation images, expected 1 or more"));
  }

  @ParameterizedTest
  @MethodSource({"layers", "compiling", "settings"})
  void isRefusedInOneLine(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message)
        .message()
        .doesNotContain("\n");
  }

  static Stream<Arguments> outOfOrder() {
    Path nowhere = Path.of("nowhere");
    return Stream.of(
        wrong(() -> Models.mlp().fit(TRAIN, CONFIG), "the model is not compiled, expected compile"),
        wrong(
            () -> Models.mlp().setWeights(Map.of()),
            "the model is not compiled, expected compile before setWeights"),
        wrong(
            () -> Models.compiled(Models.mlp()).add(flatten()),
            "the model is compiled, expected all layers before that"),
        wrong(
            () -> Models.compiled(Models.mlp()).predict(TEST),
            "the model has no weights yet, expected fit, setWeights or load before predict"),
        wrong(() -> Models.mlp().evaluate(TEST), "the model has no weights yet"),
        wrong(() -> Models.mlp().save(nowhere), "the model has no weights yet"),
        wrong(() -> Models.mlp().weights(), "the model has no weights yet"));
  }

  @ParameterizedTest
  @MethodSource("outOfOrder")
  void callsOutOfOrderAreRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aClosedModelIsOfNoMoreUse() {
    Sequential model = Models.trained(Models.mlp());
    model.close();
    model.close();
    assertThatThrownBy(() -> model.predict(TEST)).hasMessage("the model is closed");
    assertThatThrownBy(() -> model.fit(TRAIN, CONFIG)).hasMessage("the model is closed");
  }

  @Test
  void wrongImagesAndWeightsAreNamed() {
    try (Sequential model = Models.trained(Models.mlp())) {
      assertThatThrownBy(() -> model.predict(SyntheticDigits.generate(1, 1, 1).test()))
          .hasMessage("images are [28, 28, 1] of 10 classes, expected [8, 8, 1] of 3");
      assertThatThrownBy(() -> model.predict(TEST.slice(0, 0)))
          .hasMessage("no images to evaluate, expected 1 or more");
      Map<String, float[]> weights = new HashMap<>(model.weights());
      weights.put("dense/biases", new float[5]);
      assertThatThrownBy(() -> model.setWeights(weights))
          .hasMessage("weights of dense/biases are 5 numbers, expected 12 for the shape [12]");
      weights.remove("dense/biases");
      assertThatThrownBy(() -> model.setWeights(weights)).hasMessageStartingWith("weights are of");
    }
  }

  @Test
  void afterDivergenceTheWeightsAreThoseBefore() {
    try (Sequential model = Models.trained(Models.empty().add(flatten()).add(dense(3, SOFTMAX)))) {
      model.compile(new GradientDescent(), LearningRateSchedule.constant(1e38), LOSS);
      Map<String, float[]> before = model.weights();
      assertThatThrownBy(() -> model.fit(TRAIN, CONFIG))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the model diverged");
      TowerRun.assertEqual(model.weights(), before);
      assertThat(model.predict(TEST)[0]).hasSize(Tiny.CLASSES);
    }
  }
}
