package io.github.multigpumnist.cli;

import io.github.multigpumnist.compare.Combination;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.training.InputKind;
import io.github.multigpumnist.training.TrainingConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** The flags of {@code compare}: lists of what is compared, and what all runs have in common. */
final class CompareFlags {
  /** The first 20 steps warm up and are not measured. */
  private static final int LEAST_STEPS = 21;

  /** With {@code --steps} alone, the epochs are as many as the steps need. */
  private static final String ANY_NUMBER = "1000000";

  private CompareFlags() {}

  static Flags create() {
    Flags compared =
        DataFlags.create()
            .value(
                DataChoice.VALIDATION_SIZE,
                "N",
                null,
                "first training images set aside for validation (default as in train)")
            .group("What is compared: every combination of")
            .value("models", "LIST", "convnet", "models of the program, or model files")
            .value("precision", "LIST", "float32", "float32, bfloat16")
            .value("inputs", "LIST", "batching,direct,resident", "of these three")
            .value("towers", "LIST", null, "numbers of replicas (default: 1 and train's default)")
            .alias("num-gpus", "towers")
            .value("devices", "LIST", "auto", "as in train, for every combination");
    return GpuFlags.addVirtual(DeviceFlags.addVariables(compared, null), null)
        .value(
            ClusterFlags.CLUSTER,
            "FILE",
            null,
            "every run on the servers of this cluster, as in train")
        .group("Runs")
        .value("epochs", "N", null, "passes over the training data (default 1)")
        .alias("num-epochs", "epochs")
        .value("steps", "N", null, "end after so many steps; the first 20 are not measured")
        .alias("max-steps", "steps")
        .value("batch-size", "N", null, "examples of one tower in a step (default: recipe)")
        .value("recipe", "NAME", "default", "one of the models' recipes")
        .value(
            "seed",
            "N",
            Long.toString(TrainingConfig.DEFAULT_SEED),
            "of initial values, dropout and the examples' order")
        .value("repeat", "N", "3", "measurements of each combination, in turns")
        .value("target-accuracy", "A", null, "also measure the time to this validation accuracy")
        .group("Output")
        .value("output", "DIR", "runs/compare", "measurements and report")
        .toggle("fresh", "measure again what is measured already");
  }

  /**
   * @param usualTowers how many {@code train} has by default
   */
  static List<Combination> combinations(Arguments arguments, IntSupplier usualTowers) {
    List<String> models = list(arguments, "models", word -> word, "a model");
    List<Precision> precisions = choices(arguments, "precision", Precision.values());
    List<InputKind> inputs = choices(arguments, "inputs", InputKind.values());
    List<Integer> towers =
        arguments.given("towers")
            ? list(arguments, "towers", CompareFlags::towers, "1 to 256")
            : IntStream.of(1, usualTowers.getAsInt()).distinct().boxed().toList();
    List<Combination> all = new ArrayList<>();
    for (String model : models) {
      for (Precision precision : precisions) {
        for (InputKind input : inputs) {
          towers.forEach(n -> all.add(new Combination(model, precision, input, n)));
        }
      }
    }
    return all;
  }

  private static Integer towers(String word) {
    if (!word.matches("\\d{1,3}")) {
      return null;
    }
    int number = Integer.parseInt(word);
    return number >= 1 && number <= DeviceFlags.MOST_TOWERS ? number : null;
  }

  private static <E extends Enum<E>> List<E> choices(Arguments arguments, String flag, E[] values) {
    Map<String, E> byName = new LinkedHashMap<>();
    for (E value : values) {
      byName.put(value.name().toLowerCase(Locale.ROOT), value);
    }
    return list(arguments, flag, byName::get, "of " + String.join(", ", byName.keySet()));
  }

  /**
   * @param parse gives null for a word that is none
   */
  private static <T> List<T> list(
      Arguments arguments, String flag, Function<String, T> parse, String expected) {
    List<T> values = new ArrayList<>();
    for (String word : arguments.string(flag).split(",", -1)) {
      T value = word.isBlank() ? null : parse.apply(word.strip());
      if (value == null) {
        throw bad(arguments, flag, "'" + word + "' in the list, expected " + expected);
      }
      values.add(value);
    }
    if (new HashSet<>(values).size() < values.size()) {
      throw bad(arguments, flag, "something is in the list twice, expected different ones");
    }
    return values;
  }

  private static UsageException bad(Arguments arguments, String flag, String problem) {
    return new UsageException("--" + flag + " " + arguments.string(flag) + ": " + problem);
  }

  /** What {@code train} is given in every run, by its flags' names. */
  static Map<String, String> common(Arguments arguments) {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("dataset", DataFlags.dataset(arguments));
    arguments.path("data-dir").ifPresent(dir -> flags.put("data-dir", dir.toString()));
    given(arguments, DataChoice.VALIDATION_SIZE, 0, flags);
    given(arguments, "batch-size", 1, flags);
    flags.put("recipe", arguments.string("recipe"));
    flags.put("devices", arguments.string("devices"));
    arguments
        .optional(DeviceFlags.VARIABLES)
        .ifPresent(list -> flags.put(DeviceFlags.VARIABLES, list));
    if (arguments.given(GpuFlags.VIRTUAL)) {
      flags.put(GpuFlags.VIRTUAL, Integer.toString(GpuFlags.virtual(arguments)));
    }
    arguments
        .path(ClusterFlags.CLUSTER)
        .ifPresent(file -> flags.put(ClusterFlags.CLUSTER, file.toString()));
    flags.put("seed", Long.toString(arguments.longInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE)));
    boolean steps = arguments.given("steps");
    if (steps) {
      flags.put(
          "max-steps", Long.toString(arguments.longInteger("steps", LEAST_STEPS, Long.MAX_VALUE)));
    }
    flags.put(
        "num-epochs",
        arguments.given("epochs")
            ? Integer.toString(arguments.integer("epochs", 1, Integer.MAX_VALUE))
            : steps ? ANY_NUMBER : "1");
    return flags;
  }

  private static void given(
      Arguments arguments, String name, int least, Map<String, String> flags) {
    if (arguments.given(name)) {
      flags.put(name, Integer.toString(arguments.integer(name, least, Integer.MAX_VALUE)));
    }
  }
}
