package io.github.multigpumnist.cli;

import io.github.multigpumnist.cluster.Membership;
import io.github.multigpumnist.compare.Circumstances;
import io.github.multigpumnist.compare.Combination;
import io.github.multigpumnist.compare.Comparer;
import io.github.multigpumnist.compare.Comparison;
import io.github.multigpumnist.compare.ComparisonPlan;
import io.github.multigpumnist.compare.JavaTrainProcess;
import io.github.multigpumnist.model.ModelFile;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.runtime.NativeLibrary;
import io.github.multigpumnist.training.InputKind;
import io.github.multigpumnist.training.TrainingData;
import io.github.multigpumnist.training.TrainingEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code compare}: measures inputs, tower counts, models and precisions against each other. */
final class CompareCommand implements Command {
  @Override
  public String name() {
    return "compare";
  }

  @Override
  public String summary() {
    return "Measures inputs, towers, models and precisions in turns; writes a report";
  }

  @Override
  public Flags flags() {
    return CompareFlags.create();
  }

  @Override
  public Object run(Arguments arguments, Console console) throws IOException {
    Optional<Membership> cluster = cluster(arguments);
    List<Combination> combinations =
        CompareFlags.combinations(
            arguments,
            () ->
                cluster.isPresent()
                    ? TrainFlags.TOWERS_WITHOUT_GPU
                    : DeviceFlags.usualTowers(arguments, TrainFlags.TOWERS_WITHOUT_GPU));
    Map<String, String> common = CompareFlags.common(arguments);
    int repeat = arguments.integer("repeat", 1, 1000);
    Double target =
        arguments.given("target-accuracy") ? arguments.number("target-accuracy", 0, 1) : null;
    Path output = arguments.path("output").orElseThrow();
    Map<String, String> models = models(combinations, arguments.string("recipe"));
    Surroundings here = Surroundings.read();
    ComparisonPlan plan =
        new ComparisonPlan(
            combinations,
            repeat,
            common,
            settings(here, data(arguments, combinations, console), cluster),
            models);
    try (Interruption interruption = Interruption.awaited()) {
      TrainingEnvironment environment =
          new TrainingEnvironment(
              Clock.systemDefaultZone(), interruption::requested, console::warn, console);
      Comparer.Outcome outcome =
          new Comparer(new JavaTrainProcess(MultiGpuMnist.class.getName()), environment, output)
              .run(plan, arguments.given("fresh"));
      Comparison comparison =
          Comparison.of(plan, outcome, target, circumstances(arguments, here, common));
      ComparisonOutput.write(comparison, output, console);
      return comparison;
    }
  }

  private static Optional<Membership> cluster(Arguments arguments) throws IOException {
    Optional<Membership> cluster = ClusterFlags.training(arguments, ClusterFlags.tfConfig());
    if (cluster.isPresent()) {
      ClusterFlags.refusePlacement(arguments);
    }
    if (cluster.flatMap(Membership::trainingServer).isPresent()) {
      throw new UsageException(
          "--cluster: every run would have to be a server itself, expected a cluster with a ps,"
              + " or of workers alone");
    }
    return cluster;
  }

  /**
   * What decides the training of every model, by the model's name: a mistake in one is told before
   * anything runs.
   */
  private static Map<String, String> models(List<Combination> combinations, String recipe)
      throws IOException {
    Map<String, String> contents = new LinkedHashMap<>();
    for (Combination combination : combinations) {
      if (!contents.containsKey(combination.model())) {
        ModelSpec model = ModelFile.load(combination.model());
        String content = model.preprocessing() + " " + model.layers() + " " + model.recipe(recipe);
        contents.put(combination.model(), content);
      }
    }
    return contents;
  }

  /** The data set's fingerprint; files and records are there afterwards, so that no run waits. */
  private static String data(Arguments arguments, List<Combination> combinations, Console console)
      throws IOException {
    TrainingData data =
        DataChoice.load(DataFlags.dataset(arguments), arguments, OptionalInt.empty(), console);
    if (arguments.given("target-accuracy") && data.splits().validation().count() == 0) {
      throw new UsageException(
          "--target-accuracy: there are no validation images, expected 1 or more"
              + " (--validation-size)");
    }
    if (combinations.stream().anyMatch(c -> c.input() == InputKind.BATCHING)) {
      data.prepareRecords();
    }
    return data.fingerprint();
  }

  private static Map<String, String> settings(
      Surroundings here, String data, Optional<Membership> membership) {
    Map<String, String> settings = new HashMap<>(here.settings());
    settings.put("data set", data);
    membership.ifPresent(m -> settings.put("cluster", m.cluster().fingerprint()));
    return settings;
  }

  private static Circumstances circumstances(
      Arguments arguments, Surroundings here, Map<String, String> common) {
    return new Circumstances(
        arguments.commandLine(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        Version.line(),
        NativeLibrary.version(),
        System.getProperty("java.version"),
        here.machine(),
        common);
  }
}
