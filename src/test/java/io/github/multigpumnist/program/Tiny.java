package io.github.multigpumnist.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.multigpumnist.format.IdxArray;
import io.github.multigpumnist.format.IdxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A folder with a data set and a model so small that training takes two seconds, most of them
 * starting: {@code idx:tiny} (600 and 100 images, 6 × 5, three classes) and {@code tiny.json}, with
 * dropout. 34 steps of 2 × 8 images an epoch. Paths given to the program are relative to it.
 */
final class Tiny {
  static final String MODEL =
      """
      {"name": "tiny", "input": {"scale": 0.00392156862745098, "offset": -0.5},
       "layers": [
        {"type": "conv2d", "name": "c1", "filters": 4, "kernel": [3, 3], "stride": 1, "padding": "same",
         "activation": "relu", "weights": {"type": "truncated_normal", "stddev": 0.1},
         "biases": {"type": "constant", "value": 0.1}},
        {"type": "flatten", "name": "flatten"},
        {"type": "dropout", "name": "drop", "rate": 0.25},
        {"type": "dense", "name": "out", "units": "classes",
         "weights": {"type": "truncated_normal", "stddev": 0.1},
         "biases": {"type": "constant", "value": 0.0}, "weight_decay": 0.001}],
       "recipes": {"default": {"batch_size": 8, "epochs": 2,
        "optimizer": {"type": "momentum", "momentum": 0.9, "nesterov": true},
        "learning_rate": {"initial": 0.02, "factor": 0.6, "every_epochs": 1.0, "staircase": true}}}}
      """;

  /** The same with averaged weights. */
  static final String AVERAGED =
      MODEL.replace("\"epochs\": 2,", "\"epochs\": 2, \"average\": {\"decay\": 0.9},");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CLASSES = 3;
  private final Path folder;
  private final Program program;

  Tiny(Path folder) throws IOException {
    this.folder = folder;
    // The quick compiler alone: most of a run this short is start-up.
    this.program = Program.packaged(folder).with("JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    images("tiny", 6, 5);
    Files.writeString(folder.resolve("tiny.json"), MODEL);
  }

  /** Writes a folder of IDX files; the class is the bright ones among each three pixels. */
  void images(String name, int height, int width) throws IOException {
    Files.createDirectories(folder.resolve(name));
    images(name, "train", 600, height, width);
    images(name, "t10k", 100, height, width);
  }

  private void images(String name, String part, int count, int height, int width)
      throws IOException {
    Random random = new Random(count);
    byte[] labels = new byte[count];
    byte[] pixels = new byte[count * height * width];
    for (int i = 0; i < pixels.length; i++) {
      int image = i / (height * width);
      labels[image] = (byte) (image % CLASSES);
      pixels[i] = (byte) ((i % CLASSES == labels[image] ? 80 : 20) + random.nextInt(80));
    }
    Path start = folder.resolve(name);
    IdxFile.write(
        start.resolve(part + "-images-idx3-ubyte"),
        new IdxArray(new int[] {count, height, width}, pixels));
    IdxFile.write(
        start.resolve(part + "-labels-idx1-ubyte"), new IdxArray(new int[] {count}, labels));
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  Program program() {
    return program;
  }

  Program.Result run(String words, String... more) throws IOException, InterruptedException {
    return program.run(join(words, more));
  }

  /** Trains; the words end with flags of the caller. */
  Program.Result train(String directory, String... flags) throws IOException, InterruptedException {
    return program.run(training(directory, flags));
  }

  Program.Running start(String directory, String... flags) throws IOException {
    return program.start(training(directory, flags));
  }

  private static String[] training(String directory, String... flags) {
    return join(
        "train --dataset idx:tiny --model tiny.json --log-every 5 --train-dir " + directory, flags);
  }

  static String[] join(String words, String... more) {
    return Stream.concat(Stream.of(words.split(" ")), Stream.of(more)).toArray(String[]::new);
  }

  /** Waits until the run's metrics tell of a step. */
  void awaitStep(Program.Running run, String directory, long step) throws Exception {
    Path metrics = path(directory).resolve("metrics.jsonl");
    Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
    while (!Files.exists(metrics)
        || metrics(directory).stream().noneMatch(m -> m.path("step").asLong() >= step)) {
      if (!run.isAlive() || Instant.now().isAfter(deadline)) {
        throw new AssertionError("never came to step " + step + "\n" + run.stderr());
      }
      Thread.sleep(5);
    }
  }

  /** The whole lines of {@code metrics.jsonl}. */
  List<JsonNode> metrics(String directory) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    String text = Files.readString(path(directory).resolve("metrics.jsonl"));
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  JsonNode result(String directory) throws IOException {
    return json(Files.readString(path(directory).resolve("result.json")));
  }

  static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  /** The data file of a checkpoint. */
  byte[] weights(String directory, long step) throws IOException {
    return Files.readAllBytes(data(directory, step));
  }

  Path data(String directory, long step) {
    return path(directory).resolve("model.ckpt-" + step + ".data-00000-of-00001");
  }

  void copy(String from, String to) throws IOException {
    try (Stream<Path> files = Files.walk(path(from))) {
      for (Path file : files.toList()) {
        Path target = path(to).resolve(path(from).relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  /** Changes a byte of a file. */
  static void flip(Path file, int offset) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[offset] ^= 0x55;
    Files.write(file, bytes);
  }

  static void cut(Path file, int length) throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
  }
}
