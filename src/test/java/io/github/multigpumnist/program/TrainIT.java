package io.github.multigpumnist.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code train}: what it says and what it leaves. */
class TrainIT {
  @TempDir private Path scratch;
  private Tiny tiny;

  @BeforeEach
  void makeTheData() throws Exception {
    tiny = new Tiny(scratch);
  }

  @Test
  void trainsTheConvNetOnTheDigits() throws Exception {
    Program.Result run =
        tiny.run(
            "train --dataset digits --max_steps=40 --batch_size 8 --num_gpus 2 --train_dir run"
                + " --log-every 20 --checkpoint_every 30 --validation-size 500");
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    assertThat(run.stderr()).startsWith("2 tower(s) on logical CPU devices, 1 thread(s) each\n");
    assertThat(run.stdout())
        .containsPattern(
            "(?m)^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d+: step 20, loss = \\d+\\.\\d\\d"
                + " \\(\\d+\\.\\d examples/sec; \\d+\\.\\d{3} sec/batch\\)$")
        .contains("Done training for 0 epochs, 40 steps.\n")
        .containsPattern("(?m)^Total Duration \\(\\d+\\.\\d{3} sec\\)$")
        .containsPattern("(?m)^test accuracy [01]\\.\\d{4} \\(\\d+ of 2000\\), loss \\d+\\.\\d{4}$")
        .contains("confusion (rows: label, columns: prediction)\n")
        .endsWith("Written to run\n");
    JsonNode result = tiny.result("run");
    assertThat(result.path("steps").intValue()).isEqualTo(40);
    assertThat(result.path("epochs").isIntegralNumber()).isTrue();
    assertThat(result.path("images_per_second").doubleValue()).isPositive();
    assertThat(result.path("resumed_from_step").isNull()).isTrue();
    assertThat(result.path("duration_seconds").doubleValue()).isPositive();
    JsonNode test = result.path("test");
    assertThat(test.path("count").intValue()).isEqualTo(2000);
    assertThat(test.path("accuracy").doubleValue())
        .isEqualTo(test.path("correct").intValue() / 2000.0);
    assertThat(test.path("loss").doubleValue()).isPositive();
    assertThat(tiny.path("run/checkpoint"))
        .hasContent(
            "model_checkpoint_path: \"model.ckpt-40\"\n"
                + "all_model_checkpoint_paths: \"model.ckpt-30\"\n"
                + "all_model_checkpoint_paths: \"model.ckpt-40\"\n");
    assertThat(tiny.metrics("run"))
        .extracting(m -> m.path("step").asLong())
        .containsExactly(20L, 40L);
    JsonNode scored = Tiny.json(tiny.run("eval --checkpoint_dir run --json").stdout());
    assertThat(scored.path("correct")).isEqualTo(test.path("correct"));
    assertThat(scored.path("loss").doubleValue()).isEqualTo(test.path("loss").doubleValue());
    assertReport(test);
  }

  /** A page each of the training and of the evaluation, which does not replace the first. */
  private void assertReport(JsonNode test) throws Exception {
    String accuracy =
        String.format(
            Locale.ROOT,
            "test accuracy %.4f (%d of 2000)",
            test.path("accuracy").doubleValue(),
            test.path("correct").intValue());
    assertThat(tiny.path("run/report.html"))
        .content()
        .startsWith("<!DOCTYPE html>")
        .contains("<h1>convnet on digits</h1>", accuracy, "0 epochs, 40 steps")
        .contains("--max_steps=40 --batch_size 8", "Learning curves", "Most confidently wrong")
        .contains("The 32 filters of 5 × 5 weights", "3,274,744 parameters in all")
        .doesNotContain("<script");
    assertThat(tiny.path("run/eval/report.html"))
        .content()
        .contains(accuracy, "multigpu-mnist eval --checkpoint_dir run --json", "Learning curves");
  }

  @Test
  void aPageThatCannotBeWrittenIsSaidAndNothingElseIsLost() throws Exception {
    tiny.train("run", "--max-steps", "5");
    Files.writeString(tiny.path("run/eval"), "a file where the folder should be");
    Program.Result eval = tiny.run("eval --checkpoint_dir run --json");
    assertThat(eval.exitCode()).as(eval.stderr()).isZero();
    assertThat(eval.stderr()).contains("run/eval/report.html is not written: ");
    assertThat(Tiny.json(eval.stdout()).path("step").intValue()).isEqualTo(5);
  }

  @Test
  void printsOneJsonObject() throws Exception {
    Program.Result run = tiny.train("run", "--json", "--num_epochs=1");
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    assertThat(run.stdout()).hasLineCount(1);
    assertThat(Tiny.json(run.stdout())).isEqualTo(tiny.result("run"));
    assertThat(Tiny.json(run.stdout()).path("test").path("count").intValue()).isEqualTo(100);
    assertThat(run.stderr())
        .contains("step 5, loss = ")
        .containsPattern("epoch 1: validation accuracy \\S+ \\(\\d+ of 60\\)")
        .contains("test accuracy")
        .contains("Written to run");
    List<String> kinds = new ArrayList<>();
    tiny.metrics("run").forEach(m -> kinds.add(m.path("kind").asText()));
    assertThat(kinds).hasSize(7).endsWith("step", "epoch");
  }

  @Test
  void theSameSeedGivesTheSameBytesHoweverFlagsAreTyped() throws Exception {
    assertThat(tiny.train("a", "--towers", "2", "--batch-size", "4").exitCode()).isZero();
    tiny.train("b", "--num_gpus=2", "--batch_size=4", "--seed", "1");
    tiny.train("c", "--num-gpus", "2", "--batch_size", "4", "--seed=2");
    int steps = 136;
    assertThat(tiny.weights("a", steps)).isEqualTo(tiny.weights("b", steps));
    assertThat(tiny.weights("a", steps)).isNotEqualTo(tiny.weights("c", steps));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "eval",
        "predict",
        "export",
        "data fetch",
        "data verify",
        "data convert",
        "doctor"
      })
  void helpIsGroupedAndTellsDefaults(String command) throws Exception {
    Program.Result help = tiny.run(command, "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.stderr()).isEmpty();
    assertThat(help.stdout())
        .contains("Usage: multigpu-mnist " + command + " [FLAGS]")
        .containsPattern("(?m)^General:\n(  --\\S+ .*\n)+");
    if (!command.equals("doctor")) {
      assertThat(help.stdout()).containsPattern("(?m)^Data:\n  --dataset NAME .*default mnist");
    }
    if (command.equals("train")) {
      assertThat(help.stdout())
          .contains("--num-gpus is another name of --towers")
          .containsPattern("--checkpoint-every STEPS .*\\(default 1000\\)");
    }
  }

  @Test
  void bfloat16GoesByItsOldName() throws Exception {
    Program.Result run = tiny.train("run", "--use_fp16", "--num-epochs", "1");
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    assertThat(Files.readString(tiny.path("run/run.json")))
        .contains("\"precision\" : \"BFLOAT16\"");
    assertThat(tiny.train("run", "--num-epochs", "2").stderr())
        .contains("the run was begun with precision 'BFLOAT16', this one has 'FLOAT32'");
  }

  @Test
  void towersAndTheirGradientsAreOnTheirDevices() throws Exception {
    Program.Result run = tiny.train("run", "--log_device_placement", "--max-steps", "2");
    List<String> lines =
        run.stdout()
            .lines()
            .filter(l -> l.matches("tower_\\d/(gradients|c1|out)/.*: .*"))
            .filter(l -> !l.matches("\\S+/_\\d+: .*")) // transfers between devices
            .toList();
    assertThat(lines).anyMatch(l -> l.startsWith("tower_0/gradients/"));
    assertThat(lines).anyMatch(l -> l.startsWith("tower_1/gradients/"));
    assertThat(lines)
        .allSatisfy(l -> assertThat(l).endsWith("device:CPU:" + l.charAt("tower_".length())));
  }

  /** Begun with the variables on the first CPU. */
  @Test
  void goesOnWithTheVariablesElsewhereAndSaysSo() throws Exception {
    tiny.train("whole", "--max-steps", "4");
    tiny.train("run", "--max-steps", "2");
    Program.Result run =
        tiny.train(
            "run", "--max-steps", "4", "--variables", "cpu:1,cpu:2", "--log_device_placement");
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    String devices =
        "2 tower(s) on logical CPU devices, 1 thread(s) each; variables on /cpu:1, /cpu:2";
    assertThat(run.stderr()).startsWith(devices + "\n");
    assertThat(tiny.result("run").path("devices").textValue()).isEqualTo(devices);
    assertThat(run.stdout()).contains("Resuming from checkpoint run/model.ckpt-2");
    assertThat(run.stdout().lines().filter(line -> line.matches("update/Apply\\w+: .*")))
        .hasSize(4)
        .allMatch(line -> line.matches(".*device:CPU:[12]"))
        .anyMatch(line -> line.endsWith("CPU:1"))
        .anyMatch(line -> line.endsWith("CPU:2"));
    assertThat(tiny.weights("run", 4)).isEqualTo(tiny.weights("whole", 4));
  }

  @Test
  void writesEventFiles() throws Exception {
    assertThat(tiny.train("run", "--tb_logging", "--max-steps", "30").exitCode()).isZero();
    Events events = Events.read(tiny.path("run"));
    assertThat(events.graphs()).isEqualTo(1);
    assertThat(events.histograms())
        .contains("c1/weights", "out/biases", "c1/weights/gradients", "tower_0/c1/activations");
    for (String tag :
        List.of("tower_1/c1/sparsity", "tower_0/cross_entropy", "total_loss", "learning_rate")) {
      assertThat(events.steps(tag)).as(tag).containsExactly(10L, 20L, 30L);
    }
  }

  @Test
  void tracesAStep() throws Exception {
    Program.Result run = tiny.train("run", "--trace", "3", "--max-steps", "5");
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    assertThat(run.stdout())
        .containsPattern(
            "(?m)^trace of step 3: \\d+\\.\\d ms, towers ran side by side for \\d+ % of the shorter"
                + " one's time; written to run/trace-3.json$");
    JsonNode trace = Tiny.json(Files.readString(tiny.path("run/trace-3.json")));
    assertThat(trace.path("traceEvents").size()).isGreaterThan(100);
    assertThat(tiny.path("run/trace-3.svg")).content().contains("tower_1", "</svg>");
    Program.Result beyond = tiny.train("run", "--trace", "500", "--max-steps", "6");
    assertThat(beyond.exitCode()).isZero();
    assertThat(beyond.stderr())
        .contains(
            "--trace 500: this run did not do that step, it is at step 6: no timeline was written");
    tiny.train("run", "--no-resume", "--max-steps", "2");
    assertThat(tiny.path("run/trace-3.json")).doesNotExist();
    assertThat(tiny.path("run/previous-1/trace-3.json")).exists();
  }

  @Test
  void trainsOnConvertedRecordsAndEvaluatesThem() throws Exception {
    Program.Result converted =
        tiny.run("data convert --dataset idx:tiny --output records --validation-size 60");
    assertThat(converted.exitCode()).as(converted.stderr()).isZero();
    assertThat(tiny.run("train --data_dir records --model tiny.json --train-dir a").exitCode())
        .isZero();
    tiny.train("b");
    assertThat(tiny.metrics("a").size()).isPositive();
    assertThat(tiny.result("a").path("test")).isEqualTo(tiny.result("b").path("test"));
    assertThat(tiny.run("eval --checkpoint-dir a --eval-data validation").stdout())
        .contains(" of 60)");
  }

  @Test
  void keepsRecordsInTheCacheOnly() throws Exception {
    assertThat(tiny.train("run", "--max-steps", "2").exitCode()).isZero();
    assertThat(scratch.resolve("cache/multigpu-mnist/records"))
        .isDirectoryRecursivelyContaining("glob:**/idx-tiny-*/train.tfrecords");
    assertThat(tiny.path("tiny")).isDirectoryNotContaining("glob:**.tfrecords");
  }

  @Test
  void trainsOnAFolderOfImages() throws Exception {
    for (String part : List.of("train", "test")) {
      for (int label = 0; label < 2; label++) {
        Path folder = Files.createDirectories(scratch.resolve("pets/" + part + "/class" + label));
        for (int i = 0; i < 20; i++) {
          BufferedImage image = new BufferedImage(12, 9, BufferedImage.TYPE_INT_RGB);
          for (int p = 0; p < 12 * 9; p++) {
            image.setRGB(p % 12, p / 12, (label == 0 ? 0x202020 : 0xa0a0a0) + 3 * i + p);
          }
          ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
        }
      }
    }
    Program.Result run =
        tiny.run(
            "train --dataset images:pets?size=7x8&depth=3 --model tiny.json --train-dir run"
                + " --max-steps 20 --num-epochs 20 --batch-size 4");
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    assertThat(run.stdout()).containsPattern("test accuracy \\S+ \\(\\d+ of 40\\)");
  }
}
