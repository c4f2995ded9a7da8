package io.github.multigpumnist.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multigpumnist.format.IdxFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.SessionFunction;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/** {@code export}: what the SavedModel answers, and what it does not overwrite. */
class ExportIT {
  /** Batch normalisation and dropout behave otherwise in training, and weights are averaged. */
  private static final String MODEL =
      Tiny.AVERAGED.replace(
          "{\"type\": \"flatten\"",
          "{\"type\": \"batch_norm\", \"name\": \"bn\", \"momentum\": 0.5},\n"
              + "{\"type\": \"lrn\", \"name\": \"norm\", \"depth_radius\": 2, \"bias\": 1,"
              + " \"alpha\": 0.1, \"beta\": 0.75}, {\"type\": \"flatten\"");

  @TempDir private Path scratch;
  private Tiny tiny;

  @BeforeEach
  void makeTheData() throws Exception {
    tiny = new Tiny(scratch);
    Files.writeString(tiny.path("tiny.json"), MODEL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"float32", "bfloat16"})
  void theSavedModelGivesThePredictionsProbabilities(String precision) throws Exception {
    Program.Result trained = tiny.train("run", "--max-steps", "30", "--precision", precision);
    assertThat(trained.exitCode()).as(trained.stderr()).isZero();
    Program.Result export = tiny.run("export --json --checkpoint_dir run --output served/1");
    assertThat(export.exitCode()).as(export.stderr()).isZero();
    JsonNode exported = Tiny.json(export.stdout());
    assertThat(exported.path("signature").asText()).isEqualTo("serving_default");
    assertThat(exported.path("image_shape").toString()).isEqualTo("[6,5,1]");
    assertThat(tiny.path("served/1/assets.extra/labels.txt")).hasContent("0\n1\n2\n");
    assertThat(names("served")).containsExactly("1");

    JsonNode predicted =
        Tiny.json(
            tiny.run("predict --json --checkpoint_dir run tiny/t10k-images-idx3-ubyte").stdout());
    byte[] images = IdxFile.read(tiny.path("tiny/t10k-images-idx3-ubyte")).data();
    try (SavedModelBundle bundle = SavedModelBundle.load(tiny.path("served/1").toString())) {
      SessionFunction function = bundle.function("serving_default");
      for (int count : new int[] {1, 100}) {
        try (TUint8 batch =
                TUint8.tensorOf(
                    Shape.of(count, 6, 5, 1),
                    DataBuffers.of(images, true, false).slice(0, count * 30L));
            Result result = function.call(Map.of("images", batch))) {
          TFloat32 probabilities = (TFloat32) result.get("probabilities").orElseThrow();
          TInt64 classes = (TInt64) result.get("classes").orElseThrow();
          assertThat(probabilities.shape()).isEqualTo(Shape.of(count, 3));
          for (int i = 0; i < count; i++) {
            JsonNode prediction = predicted.path("predictions").path(i);
            assertThat(classes.getLong(i)).isEqualTo(prediction.path("label").asLong());
            for (int c = 0; c < 3; c++) {
              assertThat((double) probabilities.getFloat(i, c))
                  .isCloseTo(prediction.path("probabilities").path(c).asDouble(), within(1e-5));
            }
          }
        }
      }
    }
  }

  @Test
  void losesNothing() throws Exception {
    tiny.train("run", "--max-steps", "4");
    String export = "export --checkpoint_dir run --output ";
    assertThat(tiny.run(export + "out").stdout())
        .isEqualTo(
            "checkpoint run/model.ckpt-4\nweights: moving averages\n"
                + "serving_default takes images (uint8, batch x 6 x 5 x 1),"
                + " gives classes and probabilities (of 3)\nWritten to out\n");
    refused("out: is an earlier export, which --overwrite would replace", tiny.run(export + "out"));
    byte[] before = Files.readAllBytes(tiny.path("out/saved_model.pb"));
    refused(
        "checkpoint run/model.ckpt-4: has no variable 'conv1/weights': it is of another model or"
            + " optimizer",
        tiny.run(export + "out --overwrite --model convnet --dataset digits"));
    assertThat(tiny.path("out/saved_model.pb")).hasBinaryContent(before);
    Files.writeString(tiny.path("out/stale"), "x");
    assertThat(tiny.run(export + "out --overwrite").exitCode()).isZero();
    assertThat(names("out")).containsExactly("assets.extra", "saved_model.pb", "variables");

    Files.createDirectories(tiny.path("mine"));
    Files.writeString(tiny.path("mine/thesis.txt"), "x");
    refused(
        "mine: is there and no earlier export, expected a folder that is not there yet",
        tiny.run(export + "mine --overwrite"));
    assertThat(names("mine")).containsExactly("thesis.txt");
    Files.createDirectories(tiny.path("empty"));
    assertThat(tiny.run(export + "empty").exitCode()).isZero();

    refused(
        "tiny: no checkpoint here, expected a 'checkpoint' file written by a run",
        tiny.run("export --checkpoint_dir tiny --output other"));
    Tiny.flip(tiny.data("run", 4), 200);
    refused(
        "checkpoint run/model.ckpt-4: damaged: a checksum does not match",
        tiny.run(export + "other"));
    assertThat(tiny.path("other")).doesNotExist();
    Program.Result usage = tiny.run("export --checkpoint_dir run");
    assertThat(usage.stderr()).isEqualTo("multigpu-mnist: error: flag --output is required\n");
    assertThat(usage.exitCode()).isEqualTo(2);
  }

  private Stream<String> names(String folder) throws Exception {
    try (Stream<Path> files = Files.list(tiny.path(folder))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList().stream();
    }
  }

  private static void refused(String message, Program.Result run) {
    assertThat(run.stderr()).isEqualTo("multigpu-mnist: error: " + message + "\n");
    assertThat(run.exitCode()).isEqualTo(1);
  }
}
