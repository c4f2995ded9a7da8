package io.github.multigpumnist.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multigpumnist.DrawnDigit;
import io.github.multigpumnist.format.IdxArray;
import io.github.multigpumnist.format.IdxFile;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code predict}: pictures that nothing was trained on, and what is none. */
class PredictIT {
  private static final String SMALL =
      """
      {"name": "small", "input": {"scale": 0.00392156862745098, "offset": 0.0},
       "layers": [
        {"type": "conv2d", "name": "c1", "filters": 16, "kernel": [3, 3], "activation": "relu"},
        {"type": "max_pool", "name": "p1", "size": 2},
        {"type": "flatten", "name": "f"},
        {"type": "dense", "name": "out", "units": "classes"}],
       "recipes": {"default": {"batch_size": 64, "epochs": 3,
        "optimizer": {"type": "adam", "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
        "learning_rate":
          {"initial": 0.001, "factor": 1.0, "every_epochs": 1.0, "staircase": true}}}}
      """;

  private static final int[] THIN = {0, 2, 3, 7};

  @TempDir private Path scratch;
  private Tiny tiny;

  @BeforeEach
  void makeTheData() throws Exception {
    tiny = new Tiny(scratch);
  }

  /** Of sizes and places of their own, dark on light and light on dark, PNG and JPEG. */
  @Test
  void recognisesDrawnDigits() throws Exception {
    Files.writeString(tiny.path("small.json"), SMALL);
    Program.Result trained = tiny.run("train --dataset digits --model small.json --train-dir run");
    assertThat(trained.exitCode()).as(trained.stderr()).isZero();
    String[] files = new String[24];
    for (int i = 20; i < files.length; i++) { // with a thin pen on large paper
      files[i] = "thin-" + i + ".png";
      new DrawnDigit(THIN[i - 20], 900, 900, i % 2 == 0).write(tiny.path(files[i]), 0.7, 0, 0.8f);
    }
    for (int i = 0; i < 20; i++) {
      files[i] = "digit-" + i + (i % 4 < 2 ? ".png" : ".jpg");
      new DrawnDigit(i / 2, 80 + 17 * i, 300 - 9 * i, i % 2 == 0)
          .write(tiny.path(files[i]), 0.5 + 0.02 * i, i % 3 == 0 ? 0.15 : 0);
    }
    Program.Result run = tiny.run("predict --checkpoint_dir run --json", files);
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    assertThat(run.stdout()).hasLineCount(1);
    assertThat(run.stderr()).contains("12 of 24 pictures inverted: ");
    JsonNode answer = Tiny.json(run.stdout());
    assertThat(answer.path("checkpoint").asText()).startsWith("run/model.ckpt-");
    assertThat(answer.path("model").asText()).isEqualTo("small");
    assertThat(answer.path("classes")).hasSize(10);
    int right = 0;
    for (int i = 0; i < files.length; i++) {
      JsonNode prediction = answer.path("predictions").path(i);
      assertThat(prediction.path("file").asText()).isEqualTo(files[i]);
      assertThat(prediction.path("inverted").asBoolean()).isEqualTo(i % 2 == 0);
      assertThat(prediction.path("probabilities")).hasSize(10);
      double sum = 0;
      for (JsonNode p : prediction.path("probabilities")) {
        sum += p.asDouble();
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
      right += prediction.path("label").asInt() == (i < 20 ? i / 2 : THIN[i - 20]) ? 1 : 0;
    }
    assertThat(right).isGreaterThanOrEqualTo(21);

    String text = tiny.run("predict --checkpoint_dir run --invert no", files[10]).stdout();
    assertThat(text).startsWith("checkpoint run/model.ckpt-").doesNotContain("inverted");
    assertThat(tiny.run("predict --checkpoint_dir run", files[10]).stdout())
        .containsPattern(
            "(?m)^digit-10.jpg: 5 \\d+\\.\\d %, \\d \\d+\\.\\d %, \\d \\d+\\.\\d % \\(inverted\\)$");
  }

  /** Images of the data set's own are predicted as they are evaluated. */
  @Test
  void agreesWithTheEvaluation() throws Exception {
    tiny.train("run", "--max-steps", "20");
    int correct = tiny.result("run").path("test").path("correct").asInt();
    JsonNode answer = predictTest("run");
    byte[] labels = IdxFile.read(tiny.path("tiny/t10k-labels-idx1-ubyte")).data();
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      JsonNode prediction = answer.path("predictions").path(i);
      assertThat(prediction.path("index").asInt()).isEqualTo(i);
      right += prediction.path("label").asInt() == labels[i] ? 1 : 0;
    }
    assertThat(right).isEqualTo(correct);
    assertThat(
            tiny.run("predict --checkpoint_dir run --num-examples 2 tiny/t10k-images-idx3-ubyte")
                .stdout()
                .lines())
        .hasSize(3)
        .last()
        .asString()
        .startsWith("tiny/t10k-images-idx3-ubyte[1]: ");

    Path description = tiny.path("run/run.json"); // as older versions wrote it
    ObjectNode older = (ObjectNode) Tiny.json(Files.readString(description));
    assertThat(older.remove("data").path("class_names")).hasSize(3);
    Files.writeString(description, older.toString());
    assertThat(predictTest("run")).isEqualTo(answer);
  }

  private JsonNode predictTest(String run) throws Exception {
    Program.Result result =
        tiny.run("predict --json --checkpoint_dir " + run, "tiny/t10k-images-idx3-ubyte");
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    return Tiny.json(result.stdout());
  }

  @Test
  void refusesWhatItCannotUse() throws Exception {
    tiny.train("run", "--max-steps", "2");
    String predict = "predict --checkpoint_dir run ";
    new DrawnDigit(4, 90, 90, true).write(tiny.path("good.png"), 0.7, 0);
    Files.writeString(tiny.path("text.png"), "not a picture");
    Files.createFile(tiny.path("empty.jpg"));
    BufferedImage blank = new BufferedImage(90, 90, BufferedImage.TYPE_INT_ARGB);
    ImageIO.write(blank, "png", tiny.path("blank.png").toFile());
    byte[] bytes = Files.readAllBytes(tiny.path("good.png"));
    Files.write(tiny.path("cut.png"), Arrays.copyOf(bytes, bytes.length / 2));
    IdxFile.write(tiny.path("labels"), new IdxArray(new int[] {4}, new byte[4]));

    refused(1, "nowhere.png: no such file", tiny.run(predict + "good.png nowhere.png"));
    refused(
        1, "text.png: not a picture that Java can read", tiny.run(predict + "good.png text.png"));
    refused(
        1, "empty.jpg: empty, expected a PNG, JPEG or IDX file", tiny.run(predict + "empty.jpg"));
    refused(
        1, "blank.png: nothing is to be seen in it at ", tiny.run(predict + "good.png blank.png"));
    refused(1, "cut.png: ", tiny.run(predict + "good.png cut.png"));
    refused(
        1,
        "labels: rank 1, expected 3 (count, height, width) or 4 (and depth)",
        tiny.run(predict + "labels"));
    refused(
        1,
        "checkpoint run/model.ckpt-2: has no variable 'conv1/weights'",
        tiny.run(predict + "--model convnet --dataset digits good.png"));
    refused(
        1,
        "tiny: no checkpoint here, expected a 'checkpoint' file written by a run",
        tiny.run("predict --checkpoint_dir tiny good.png"));
    refused(2, "no IMAGE: expected one or more", tiny.run("predict --checkpoint_dir run"));
    refused(2, "flag --checkpoint-dir is required", tiny.run("predict good.png"));
    refused(
        2,
        "--invert maybe: expected one of auto, yes, no",
        tiny.run(predict + "--invert maybe good.png"));
  }

  /** One line, and nothing of the pictures before it. */
  private static void refused(int exitCode, String message, Program.Result run) {
    assertThat(run.stderr()).startsWith("multigpu-mnist: error: " + message).hasLineCount(1);
    assertThat(run.stdout()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }
}
