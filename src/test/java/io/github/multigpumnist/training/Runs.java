package io.github.multigpumnist.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.model.Recipe;
import io.github.multigpumnist.optimizer.Momentum;
import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.runtime.GpuSettings;
import io.github.multigpumnist.tower.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Small whole runs: 33 training images, 2 towers of 4, so 5 steps an epoch, the last of 1. */
final class Runs {
  static final int STEPS_PER_EPOCH = 5;
  static final int VALIDATION = 7;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A process that ends without a word. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  ModelSpec model = Tiny.withDropout();
  Recipe recipe = Tiny.recipe(4, 3, new Momentum(0.9, true), 0.02);
  Precision precision = Precision.FLOAT32;
  InputKind input = InputKind.RESIDENT;
  ShuffleBuffer shuffleBuffer = ShuffleBuffer.USUAL;
  long seed = 1;
  TrainingConfig.Checkpoints checkpoints = new TrainingConfig.Checkpoints(4, 3, true);
  TrainingConfig.Reports reports = new TrainingConfig.Reports(1, 0, false, false);
  Optional<TrainingConfig.EarlyStopping> earlyStopping = Optional.empty();
  int towers = 2;
  List<String> variables = List.of("/cpu:0");
  final List<String> log = new ArrayList<>();
  private final Path cache;

  /**
   * @param cache where records may be kept
   */
  Runs(Path cache) {
    this.cache = cache;
  }

  TrainingResult train(Path directory) throws IOException {
    return train(directory, () -> false);
  }

  TrainingResult train(Path directory, BooleanSupplier stop) throws IOException {
    return trainer(stop).train(data(), directory);
  }

  Trainer trainer(BooleanSupplier stop) {
    Clock clock = Clock.fixed(Instant.parse("2026-02-03T04:05:06.789Z"), ZoneOffset.UTC);
    TrainingEnvironment environment =
        new TrainingEnvironment(clock, stop, log::add, Progress.Reporter.SILENT);
    Placement placement = new Placement(Placement.onCpus(towers).towers(), variables);
    Devices devices = new Devices(placement, 1, GpuSettings.USUAL, towers + " towers");
    return new Trainer(config(), devices, environment);
  }

  TrainingConfig config() {
    return new TrainingConfig(
        model, recipe, precision, input, shuffleBuffer, seed, checkpoints, reports, earlyStopping);
  }

  TrainingData data() {
    return TrainingData.of(Tiny.dataset(40, 30), VALIDATION, cache, Progress.Reporter.SILENT);
  }

  /** Stops after so many steps of the process. */
  static BooleanSupplier after(int steps) {
    int[] seen = {0};
    return () -> ++seen[0] >= steps;
  }

  /** Dies after so many steps of the process. */
  static BooleanSupplier killedAfter(int steps) {
    int[] seen = {0};
    return () -> {
      if (++seen[0] >= steps) {
        throw new Killed();
      }
      return false;
    };
  }

  /** Everything of {@code metrics.jsonl} but times. */
  static List<JsonNode> metrics(Path directory) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve(RunDirectory.METRICS))) {
      ObjectNode node = (ObjectNode) JSON.readTree(line);
      node.remove(List.of("time", "images_per_second"));
      lines.add(node);
    }
    return lines;
  }

  static byte[] weights(Path directory, long step) throws IOException {
    return Files.readAllBytes(directory.resolve("model.ckpt-" + step + ".data-00000-of-00001"));
  }

  static List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
