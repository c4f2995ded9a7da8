package io.github.multigpumnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multigpumnist.optimizer.CosineDecay;
import io.github.multigpumnist.optimizer.ExponentialDecay;
import io.github.multigpumnist.optimizer.GradientDescent;
import io.github.multigpumnist.optimizer.LearningRateSchedule;
import io.github.multigpumnist.optimizer.LinearDecay;
import io.github.multigpumnist.optimizer.OneCycle;
import io.github.multigpumnist.optimizer.OptimizerDefaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Model files: what is read, and what errors name. */
class ModelFileTest {
  private static final String GOOD =
      """
      {
        "name": "net",
        "input": {"scale": 0.1, "offset": 0.0},
        "layers": [
          {"type": "conv2d", "name": "c", "filters": 2, "kernel": [3, 3]},
          {"type": "max_pool", "name": "p", "size": 2},
          {"type": "lrn", "name": "n", "depth_radius": 1, "bias": 1.0, "alpha": 0.1, "beta": 0.5},
          {"type": "batch_norm", "name": "b"},
          {"type": "flatten", "name": "f"},
          {"type": "dropout", "name": "r", "rate": 0.5},
          {"type": "activation", "name": "a", "function": "tanh"},
          {"type": "dense", "name": "d", "units": "classes"}
        ],
        "recipes": {
          "default": {
            "batch_size": 4, "epochs": 1,
            "optimizer": {"type": "sgd"},
            "learning_rate": {"initial": 0.1, "factor": 1.0, "every_epochs": 1.0, "staircase": true}
          }
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void formatsRecipesInTheirOrder() throws IOException {
    ModelSpec bundled = ModelFile.load("convnet");
    Recipe recipe = bundled.recipe("default");
    Map<String, Recipe> recipes = new LinkedHashMap<>();
    IntStream.range(0, 20).forEach(i -> recipes.put("r" + 7 * i % 20, recipe));
    ModelSpec model = new ModelSpec("m", "", bundled.preprocessing(), bundled.layers(), recipes);

    String text = ModelFile.format(model);

    assertThat(List.copyOf(recipes.keySet()))
        .isSortedAccordingTo(Comparator.comparingInt(name -> text.indexOf("\"" + name + "\"")));
    assertThat(ModelFile.parse(text, "again").recipes().keySet())
        .containsExactlyElementsOf(recipes.keySet());
  }

  @Test
  void isReadAndWrittenBack() throws IOException {
    ModelSpec model = ModelFile.parse(GOOD, "net.json");
    assertThat(model.layers()).hasSize(8);
    assertThat(model.layers().get(0)).isEqualTo(ModelFileTest.defaults());
    assertThat(ModelFile.parse(ModelFile.format(model), "again")).isEqualTo(model);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sgd | {'type': 'sgd'}",
        "rmsprop | {'type': 'rmsprop', 'rho': 0.9, 'epsilon': 1e-8}",
        "adagrad | {'type': 'adagrad', 'epsilon': 1e-8}",
        "adadelta | {'type': 'adadelta', 'rho': 0.95, 'epsilon': 1e-8}",
        "adam | {'type': 'adam', 'beta1': 0.9, 'beta2': 0.999, 'epsilon': 1e-8}",
        "adamax | {'type': 'adamax', 'beta1': 0.9, 'beta2': 0.999, 'epsilon': 1e-8}",
        "nadam | {'type': 'nadam', 'beta1': 0.9, 'beta2': 0.999, 'epsilon': 1e-8,"
            + " 'schedule_decay': 0.004}"
      },
      quoteCharacter = '`')
  void everyOptimizerHasItsType(String name, String json) throws IOException {
    String file = GOOD.replace("{\"type\": \"sgd\"}", json.replace('\'', '"'));
    ModelSpec model = ModelFile.parse(file, "net.json");
    assertThat(model.recipe("default").optimizer())
        .isEqualTo(OptimizerDefaults.byName(name).spec());
    assertThat(ModelFile.parse(ModelFile.format(model), "again")).isEqualTo(model);
  }

  private static Conv2d defaults() {
    return new Conv2d(
        "c",
        2,
        List.of(3, 3),
        1,
        Padding.SAME,
        Activation.LINEAR,
        new Initializer.GlorotUniform(),
        new Initializer.Constant(0),
        0.0);
  }

  @ParameterizedTest
  @FieldSource("io.github.multigpumnist.model.ModelFile#BUNDLED")
  void bundledModelsSurviveWriting(String name) throws IOException {
    ModelSpec model = ModelFile.load(name);
    assertThat(ModelFile.parse(ModelFile.format(model), "again")).isEqualTo(model);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("[3, 3]", "[3, 3], \"strid\": 2", ":5: layers[0]", "'strid'"),
        Arguments.of("\"filters\": 2, ", "", ":5: layers[0]", "(layer 'c'): missing"),
        Arguments.of("\"filters\": 2", "\"filters\": \"two\"", ":5: layers[0]", "filters"),
        Arguments.of("\"filters\": 2", "\"filters\": 0", ":5: layers[0]", "layer 'c'"),
        Arguments.of("\"filters\": 2", "\"filters\": null", ":5: layers[0]", "filters"),
        Arguments.of("[3, 3]", "[3]", ":5: layers[0]", "layer 'c': kernel is [3]"),
        Arguments.of("[3, 3]", "[3, null]", ":5: layers[0]", "layer 'c': kernel"),
        Arguments.of("[3, 3]", "[3, 0]", ":5: layers[0]", "layer 'c': kernel is 0"),
        Arguments.of("[3, 3]", "[3.5, 3]", ":5: layers[0]", "kernel"),
        Arguments.of(
            "\"conv2d\", \"name\": \"c\"",
            "\"conv3d\", \"name\": \"c\"",
            ":5: layers[0]",
            "unknown type 'conv3d', expected one of [activation, "),
        Arguments.of("\"type\": \"flatten\", ", "", ":9: layers[4] (layer 'f')", "type is missing"),
        Arguments.of("\"name\": \"f\"", "\"name\": \"c\"", "net.json", "layer name 'c'"),
        Arguments.of("\"name\": \"f\"", "\"name\": \"a/b\"", ":9: layers[4]", "a/b"),
        Arguments.of("\"name\": \"f\"", "\"name\": null", ":9: layers[4]", "layer name null"),
        Arguments.of("\"size\": 2", "\"size\": 0", ":6: layers[1]", "layer 'p': size is 0"),
        Arguments.of("\"bias\": 1.0", "\"bias\": 0", ":7: layers[2]", "layer 'n': bias"),
        Arguments.of("\"alpha\": 0.1, ", "", ":7: layers[2].alpha (layer 'n')", "missing"),
        Arguments.of("\"beta\": 0.5", "\"beta\": -1", ":7: layers[2]", "layer 'n': beta"),
        Arguments.of("\"b\"}", "\"b\", \"momentum\": 1}", ":8: layers[3]", "layer 'b': momentum"),
        Arguments.of("\"b\"}", "\"b\", \"epsilon\": 0}", ":8: layers[3]", "layer 'b': epsilon"),
        Arguments.of("\"rate\": 0.5", "\"rate\": 1.0", ":10: layers[5]", "layer 'r': rate is 1.0"),
        Arguments.of(
            "\"rate\": 0.5", "\"rate\": \"0.5\"", ":10: layers[5].rate (layer 'r')", "a number"),
        Arguments.of(", \"rate\": 0.5", "", ":10: layers[5].rate (layer 'r')", "a number"),
        Arguments.of(
            "\"tanh\"",
            "\"tank\"",
            ":11: layers[6].function (layer 'a')",
            "expected one of [elu, linear"),
        Arguments.of(", \"function\": \"tanh\"", "", ":11: layers[6]", "layer 'a': function"),
        Arguments.of("\"classes\"", "\"many\"", ":12: layers[7]", "units is many"),
        Arguments.of("\"classes\"", "0", ":12: layers[7]", "units is 0"),
        Arguments.of(", \"units\": \"classes\"", "", ":12: layers[7]", "layer 'd': units"),
        Arguments.of(
            "{\"type\": \"flatten\", \"name\": \"f\"}", "null", "net.json", "layers has a null"),
        Arguments.of("\"name\": \"net\",", "", "net.json", "name is missing"),
        Arguments.of("\"input\": {\"scale\": 0.1, \"offset\": 0.0},", "", "net.json", "input is"),
        Arguments.of("\"scale\": 0.1", "\"scale\": 0", ":3: input", "scale 0"),
        Arguments.of("0.0}", "0.0, \"ofset\": 0.0}", ":3: input", "'ofset'"),
        Arguments.of("\"scale\": 0.1, ", "", ":3: input", "scale"),
        Arguments.of("\"batch_size\": 4", "\"batch_size\": 0", "recipes.default", "batch_size"),
        Arguments.of("\"epochs\": 1", "\"epochs\": 0", "recipes.default", "epochs is 0"),
        Arguments.of(
            "\"epochs\": 1",
            "\"epochs\": 1, \"average\": {\"decay\": 1.0}",
            "recipes.default.average",
            "decay of the average is 1.0, expected 0 or more, below 1"),
        Arguments.of("\"epochs\": 1", "\"epochs\": 1, \"average\": {}", "recipes.default", "decay"),
        Arguments.of("\"sgd\"", "\"lion\"", "recipes.default.optimizer", "lion"),
        Arguments.of("\"sgd\"", "\"rmsprop\", \"rho\": 0.9", "optimizer.epsilon", "a number"),
        Arguments.of(
            "\"sgd\"",
            "\"adagrad\", \"epsilon\": 0.0",
            ":17: recipes.default.optimizer",
            "epsilon is 0.0, expected a number above 0"),
        Arguments.of("\"optimizer\": {\"type\": \"sgd\"},", "", "recipes.default", "optimizer"),
        Arguments.of("\"initial\": 0.1", "\"initial\": -1", "learning_rate", "learning rate"),
        Arguments.of(", \"staircase\": true", "", "learning_rate", "staircase"),
        Arguments.of(
            "\"initial\": 0.1",
            "\"type\": \"steps\"",
            "learning_rate",
            "[cosine, exponential, linear,"),
        Arguments.of(
            "\"initial\": 0.1",
            "\"type\": \"cosine\", \"initial\": 0.1",
            "learning_rate",
            "unknown field 'factor', expected one of [initial, last"),
        Arguments.of("\"recipes\": {", "\"recipe\": {", "net.json", "recipes is missing"),
        Arguments.of("\"name\": \"net\",", "\"name\": \"net\", \"nam\": \"x\",", ": nam:", "'nam'"),
        Arguments.of("\"name\": \"net\",", "\"name\": \"net\"", "net.json:3", ""),
        Arguments.of("\"name\": \"net\",", "\"name\": \"net\", \"name\": \"x\",", ":2", "name"),
        Arguments.of("0.0},", "0.0}, // centred", ":3", ""));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void errorsNameFileLineAndLayer(String right, String wrong, String place, String reason) {
    assertThat(GOOD).contains(right);
    assertThatThrownBy(() -> ModelFile.parse(GOOD.replace(right, wrong), "net.json"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("net.json")
        .hasMessageContaining(place)
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("\n", "io.github", "java.");
  }

  static Stream<Arguments> schedules() {
    return Stream.of(
        Arguments.of(
            "'type': 'exponential', 'initial': 0.1, 'factor': 0.5, 'every_epochs': 1.0,"
                + " 'staircase': true",
            new ExponentialDecay(0.1, 0.5, 1, true)),
        Arguments.of("'type': 'linear', 'initial': 0.1", new LinearDecay(0.1, 0.0, 0.0)),
        Arguments.of(
            "'type': 'cosine', 'initial': 0.1, 'last': 0.01, 'warmup_epochs': 0.5",
            new CosineDecay(0.1, 0.01, 0.5)),
        Arguments.of("'type': 'one_cycle', 'maximum': 0.2", new OneCycle(0.2)));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void schedulesAreReadAndWritten(String json, LearningRateSchedule schedule) throws IOException {
    String model =
        GOOD.replaceFirst(
            "\"learning_rate\": \\{[^}]*}", "\"learning_rate\": {" + json.replace('\'', '"') + "}");
    ModelSpec read = ModelFile.parse(model, "net.json");
    assertThat(read.recipe("default").learningRate()).isEqualTo(schedule);
    assertThat(ModelFile.parse(ModelFile.format(read), "again")).isEqualTo(read);
  }

  @Test
  void aScheduleThatCannotBeIsAnError() {
    String cycled =
        GOOD.replaceFirst(
            "\"learning_rate\": \\{[^}]*}",
            "\"learning_rate\": {\"type\": \"one_cycle\", \"maximum\": 0.2, \"high_momentum\": 0.9,"
                + " \"low_momentum\": 0.8}");
    assertThatThrownBy(() -> ModelFile.parse(cycled, "net.json"))
        .hasMessageContaining(
            "learning_rate changes the momentum, expected the optimizer momentum");
    assertThatThrownBy(
            () -> new Recipe(4, Recipe.NO_LIMIT, 0L, new GradientDescent(), new OneCycle(0.2)))
        .hasMessage(
            "learning_rate is 'rate in one cycle, 0.2 after 0.3 of the run' over the whole run,"
                + " expected a run whose length is known: epochs or max_steps");
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        Arguments.of(
            "[3, 3]", "[9, 9], \"padding\": \"valid\"", "5: layers[0]: layer 'c': window 9x9"),
        Arguments.of(
            "\"flatten\"", "\"dropout\", \"rate\": 0.1", "12: layers[7]: layer 'd': input"),
        Arguments.of("\"classes\"", "4", "12: layers[7]: model 'net': last layer 'd' gives [4]"));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void layersThatDoNotFitAreNamedByFileLineAndLayer(String right, String wrong, String message)
      throws IOException {
    assertThat(GOOD).contains(right);
    Path file = Files.writeString(folder.resolve("net.json"), GOOD.replace(right, wrong));
    assertThat(ModelFile.parse(GOOD.replace(right, wrong), "net.json").layers()).hasSize(8);
    assertThatThrownBy(() -> ModelFile.loadFor(file.toString(), Shape.of(8, 8, 1), 3))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ":" + message);
  }

  @Test
  void aFileThatIsNoTextIsAnError() throws IOException {
    Path file = Files.write(folder.resolve("net.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> ModelFile.load(file.toString()))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": is no text, expected UTF-8");
  }

  @Test
  void textAfterTheModelIsAnError() {
    assertThatThrownBy(() -> ModelFile.parse(GOOD + "{}", "net.json"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("net.json:22");
    assertThatThrownBy(() -> ModelFile.parse("", "net.json"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("net.json");
    assertThatThrownBy(() -> ModelFile.parse("null", "net.json"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("net.json");
  }

  @Test
  void filesAreFoundByPath() throws IOException {
    Path file = Files.writeString(folder.resolve("net.json"), GOOD);
    assertThat(ModelFile.load(file.toString()).name()).isEqualTo("net");
    assertThatThrownBy(() -> ModelFile.load(folder.resolve("none.json").toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none.json': no such file")
        .hasMessageContaining("convnet, convnet-direct");
  }
}
