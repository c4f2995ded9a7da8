package io.github.multigpumnist.standin;

import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.input.BatchPlan;
import io.github.multigpumnist.input.Batching;
import io.github.multigpumnist.input.DirectFeed;
import io.github.multigpumnist.input.InputMode;
import io.github.multigpumnist.input.Resident;
import io.github.multigpumnist.model.ModelFile;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.runtime.DeviceRequest;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.runtime.GpuSettings;
import io.github.multigpumnist.space.Genome;
import io.github.multigpumnist.space.MlpNetwork;
import io.github.multigpumnist.tower.Placement;
import io.github.multigpumnist.tower.TowerGraph;
import io.github.multigpumnist.tower.TowerSpec;
import io.github.multigpumnist.tower.TrainingSpec;
import io.github.multigpumnist.training.InputKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * What a training step is made of.
 *
 * @param model a model of the program, or such as {@code mlp:adam:tanh} for one of the search
 * @param input how examples reach the towers
 * @param precision of the products
 * @param towers how many
 * @param variables where they are
 * @param spoiling how the graph is made wrong, usually not at all
 */
record Combination(
    String model,
    InputKind input,
    Precision precision,
    int towers,
    String variables,
    Optional<Spoiling> spoiling) {
  private static final Shape IMAGE = Shape.of(28, 28, 1);
  private static final int CLASSES = 10;
  private static final int BATCH = 4;
  private static final int STEPS = 2;
  private static final int SEED = 1;

  /** Reads {@code MODEL INPUT PRECISION TOWERS VARIABLES [SPOILING]}. */
  static Combination parse(String line) {
    String[] words = line.split(" ");
    return new Combination(
        words[0],
        InputKind.valueOf(words[1].toUpperCase(Locale.ROOT)),
        Precision.valueOf(words[2].toUpperCase(Locale.ROOT)),
        Integer.parseInt(words[3]),
        words[4],
        words.length > 5
            ? Optional.of(Spoiling.valueOf(words[5].toUpperCase(Locale.ROOT)))
            : Optional.empty());
  }

  ModelSpec spec() throws IOException {
    if (!model.startsWith("mlp:")) {
      return ModelFile.load(model);
    }
    String[] genes = model.split(":");
    Map<String, Object> genome =
        Map.of("nb_neurons", 64, "nb_layers", 2, "optimizer", genes[1], "activation", genes[2]);
    return MlpNetwork.model(new Genome(new TreeMap<>(genome)), BATCH, 1);
  }

  Network network() throws IOException {
    return spec().forData(IMAGE, CLASSES);
  }

  /** As {@code train --devices gpu --variables …} chooses them. */
  Devices devices() {
    return Devices.choose(
        new DeviceRequest("gpu", OptionalInt.of(towers), towers, variables, GpuSettings.USUAL));
  }

  /** On a cluster of two workers with two GPUs each; otherwise on this machine. */
  Placement placement() {
    if (!variables.equals("ps")) {
      return devices().placement();
    }
    return new Placement(
        IntStream.range(0, towers)
            .mapToObj(i -> "/job:worker/task:%d/gpu:%d".formatted(i % 2, i / 2))
            .toList(),
        List.of("/job:ps/task:0/cpu:0"));
  }

  /**
   * Short names of the towers' devices: GPUs in turns, on a cluster the workers' first ones first.
   */
  List<String> towersDevices() {
    int gpus = Integer.parseInt(System.getenv("STAND_IN_GPUS"));
    boolean cluster = variables.equals("ps");
    return IntStream.range(0, towers)
        .mapToObj(i -> cluster ? "worker:%d/GPU:%d".formatted(i % 2, i / 2) : "GPU:" + i % gpus)
        .toList();
  }

  /** Short names of the variables' devices. */
  Set<String> variablesDevices() {
    return switch (variables) {
      case "cpu" -> Set.of("CPU:0");
      case "ps" -> Set.of("ps:0/CPU:0");
      case "gpu" -> Set.of("GPU:0");
      default -> Set.of(variables.toUpperCase(Locale.ROOT).split(","));
    };
  }

  /** As {@code train} builds it; no tower's share of the last step is empty. */
  TowerGraph graph(Placement placement) throws IOException {
    LabeledImages images = images(STEPS * BATCH * towers);
    InputMode mode =
        switch (input) {
          case BATCHING ->
              new Batching(List.of(Path.of("train.tfrecords")), images.count(), 28, 28, 1);
          case DIRECT -> new DirectFeed(images);
          case RESIDENT -> new Resident(images);
        };
    return TowerGraph.forTraining(
        new TowerSpec(network(), precision, placement, SEED),
        new TrainingSpec(
            spec().recipe("default").optimizer(),
            mode,
            new BatchPlan(images.count(), towers, BATCH),
            false,
            false));
  }

  /** What the input is fed in a step, as {@link InputMode}s name it. */
  List<String> inputFeeds() {
    List<String> feeds = new ArrayList<>();
    switch (input) {
      case BATCHING -> {}
      case DIRECT ->
          IntStream.range(0, towers)
              .forEach(
                  i -> {
                    feeds.add("tower_" + i + "/input/images");
                    feeds.add("tower_" + i + "/input/labels");
                  });
      case RESIDENT -> feeds.addAll(List.of("input/start", "input/size"));
    }
    return feeds;
  }

  private static LabeledImages images(int count) {
    return new LabeledImages(28, 28, 1, CLASSES, new byte[count * 28 * 28], new int[count]);
  }
}
