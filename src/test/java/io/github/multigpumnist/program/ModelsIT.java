package io.github.multigpumnist.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multigpumnist.model.ModelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** {@code models}, and every bundled model in training and evaluation. */
class ModelsIT {
  @TempDir private Path scratch;
  private Tiny tiny;

  @BeforeEach
  void makeTheData() throws Exception {
    tiny = new Tiny(scratch);
  }

  @Test
  void listsTheModelsOfTheProgram() throws Exception {
    Program.Result list = tiny.run("models list");
    assertThat(list.exitCode()).as(list.stderr()).isZero();
    assertThat(list.stdout())
        .containsPattern(
            "(?m)^convnet +3,274,744 parameters +28,287,526 FLOPs an image; recipes default,"
                + " original$");
    List<String> names = new ArrayList<>();
    Tiny.json(tiny.run("models list --json").stdout())
        .path("models")
        .forEach(model -> names.add(model.path("name").asText()));
    assertThat(names).isEqualTo(ModelFile.BUNDLED);
  }

  @Test
  void showsAModelAsATableAndAPicture() throws Exception {
    Program.Result shown = tiny.run("models show batchnorm-cnn --picture net.svg");
    assertThat(shown.exitCode()).as(shown.stderr()).isZero();
    assertThat(shown.stdout())
        .containsPattern("(?m)^conv2 +conv2d 4x4, stride 2, same +4x4x64 +32,832 +1,049,600$")
        .containsPattern("(?m)^total +144,266 +1,906,538$")
        .contains("2,240 of the parameters are moving averages, not trained\n")
        .contains("\nrecipe original: batch 50, 20 epochs, momentum (momentum 0.9, nesterov true)");
    assertThat(Files.readString(tiny.path("net.svg")))
        .startsWith("<svg xmlns=")
        .contains(">conv3</text>", ">2×2×1024</text>")
        .endsWith("</svg>\n");
  }

  @Test
  void showsAUsersModelForOtherImages() throws Exception {
    Program.Result run = tiny.run("models show tiny.json --input-shape 32x30x3 --classes 7 --json");
    JsonNode shown = Tiny.json(run.stdout());
    assertThat(shown.path("input_shape").toString()).isEqualTo("[32,30,3]");
    assertThat(shown.path("layers").path(0).path("parameters").intValue())
        .isEqualTo(3 * 3 * 3 * 4 + 4);
    assertThat(shown.path("layers").path(3).path("output").toString()).isEqualTo("[7]");
    assertThat(shown.path("parameters").intValue()).isEqualTo(112 + 32 * 30 * 4 * 7 + 7);
    assertThat(shown.path("recipes").path("default").path("batch_size").intValue()).isEqualTo(8);
  }

  @Test
  void checksAModelFile() throws Exception {
    Program.Result right = tiny.run("models check tiny.json");
    assertThat(right.exitCode()).as(right.stderr()).isZero();
    assertThat(right.stdout())
        .isEqualTo(
            "tiny.json: right, model 'tiny' of 4 layers for images of 28x28x1 and 10 classes\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "\"filters\": 4, ~ '' ~ bad.json:5: layers[0].filters (layer 'c1'): missing or of the wrong"
            + " type, expected a whole number",
        "conv2d ~ conv9d ~ bad.json:3: layers[0] (layer 'c1'): unknown type 'conv9d', expected one"
            + " of [activation, batch_norm, conv2d, dense, dropout, flatten, lrn, max_pool]",
        "\"same\" ~ \"sane\" ~ bad.json:3: layers[0].padding (layer 'c1'): missing or of the wrong"
            + " type, expected one of [same, valid]",
        "3], \"stride\": 1, \"padding\": \"same\" ~ 29], \"padding\": \"valid\" ~ bad.json:3:"
            + " layers[0]: layer 'c1': window 3x29 does not fit into input [28, 28, 1]",
        "\"flatten\", ~ \"dropout\", \"rate\": 0.1, ~ bad.json:8: layers[3]: layer 'out': input has"
            + " shape [28, 28, 4], expected a row of numbers (put a flatten layer before)",
        "\"classes\" ~ 9 ~ bad.json:8: layers[3]: model 'tiny': last layer 'out' gives [9], expected"
            + " one output a class (10)",
        "\"recipes\" ~ \"recipe\" ~ bad.json:13: recipes is missing or empty",
        "\"epochs\": 2, ~ '' ~ bad.json:13: recipes.default: epochs is 0, max_steps is 0, expected",
      })
  void aMistakeIsToldByFileLineAndLayer(String right, String wrong, String message)
      throws Exception {
    assertThat(Tiny.MODEL).contains(right);
    Files.writeString(tiny.path("bad.json"), Tiny.MODEL.replace(right, wrong));
    Program.Result run = tiny.run("models check bad.json");
    assertThat(run.stderr()).hasLineCount(1);
    assertThat(run.stderr()).startsWith("multigpu-mnist: error: " + message);
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "models check ~ 2 ~ 0 arguments: expected one, a model file",
        "models show a b ~ 2 ~ 2 arguments: expected one, a model's name or file",
        "models ~ 2 ~ unknown command 'models', expected one of ",
        "models check nope.json ~ 1 ~ model 'nope.json': no such file, and no model of the program",
        "models show convnet --input-shape 28x28 ~ 2 ~ --input-shape 28x28: expected height, width"
            + " and channels such as 28x28x1",
        "models show convnet --classes 0 ~ 2 ~ --classes 0: expected a whole number from 1",
        "models show keras-cnn --input-shape 4x4x1 ~ 1 ~ keras-cnn:7: layers[1]: layer 'conv2':"
            + " window 3x3 does not fit into input [2, 2, 32]",
      })
  void aBadCommandLine(String words, int exitCode, String message) throws Exception {
    Program.Result run = tiny.run(words);
    assertThat(run.stderr()).startsWith("multigpu-mnist: error: " + message).hasLineCount(1);
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }

  /** On drawn digits would take long for the largest: 600 and 100 pictures of their size do. */
  @ParameterizedTest
  @FieldSource("io.github.multigpumnist.model.ModelFile#BUNDLED")
  void everyModelTrainsOnTwoTowersAndEvaluates(String model) throws Exception {
    tiny.images("square", 28, 28);
    Program.Result run =
        tiny.run(
            "train --dataset idx:square --towers 2 --batch-size 4 --max-steps 3 --train-dir run"
                + " --input direct --model "
                + model);
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    JsonNode test = tiny.result("run").path("test");
    assertThat(test.path("count").intValue()).isEqualTo(100);
    for (String towers : List.of("1", "2")) {
      JsonNode score =
          Tiny.json(tiny.run("eval --json --checkpoint_dir run --towers " + towers).stdout());
      assertThat(score.path("correct")).isEqualTo(test.path("correct"));
      assertThat(score.path("loss").doubleValue()).isEqualTo(test.path("loss").doubleValue());
    }
  }

  /** The direct feed's separate program for evaluation, beside a training that goes on. */
  @Test
  void convnetDirectIsEvaluatedBesideItsTraining() throws Exception {
    tiny.images("square", 28, 28);
    try (Program.Running eval =
        tiny.program()
            .start(
                Tiny.join(
                    "eval --checkpoint_dir run --eval_interval_secs 0.2 --dataset idx:square"
                        + " --model convnet-direct --json"))) {
      Program.Result run =
          tiny.run(
              "train --dataset idx:square --model convnet-direct --input direct --batch-size 4"
                  + " --max-steps 4 --checkpoint-every 2 --train-dir run");
      assertThat(run.exitCode()).as(run.stderr()).isZero();
      EvalIT.await(eval, "\"step\":4,", true);
      JsonNode last = Tiny.json(eval.stdout().lines().reduce((a, b) -> b).orElseThrow());
      assertThat(last.path("loss")).isEqualTo(tiny.result("run").path("test").path("loss"));
    }
    Program.Result once =
        tiny.run("eval --checkpoint_dir run --eval_interval_secs 5 --run_once --json");
    assertThat(Tiny.json(once.stdout()).path("step").intValue()).isEqualTo(4);
  }
}
