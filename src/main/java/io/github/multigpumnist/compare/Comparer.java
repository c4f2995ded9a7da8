package io.github.multigpumnist.compare;

import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.training.TrainingEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Measures a plan's combinations in turns, each run in a process of its own, one at a time. A
 * measurement is on disk the moment its run ends; runs that are there with the same identity are
 * not done again. A combination that fails is not tried again in the same call; the others are.
 */
public final class Comparer {
  private static final String MEASUREMENTS = "measurements";
  private static final String FAILURES = "failures";
  private static final String UNDER_WAY = ".runs";

  private final TrainProcess process;
  private final TrainingEnvironment environment;
  private final Path output;
  private final MeasurementStore store;

  /**
   * A comparer that works in a folder.
   *
   * @param process starts trainings
   * @param environment clock, log, progress, and when to stop
   * @param output holds the measurements; created when missing
   */
  public Comparer(TrainProcess process, TrainingEnvironment environment, Path output) {
    this.process = process;
    this.environment = environment;
    this.output = output;
    this.store = new MeasurementStore(output.resolve(MEASUREMENTS));
  }

  /**
   * What a combination came to.
   *
   * @param measurements in the order of their repeats; fewer when the comparison was stopped
   * @param error why it failed; null when it did not
   */
  public record Found(List<Measurement> measurements, String error) {}

  /**
   * What came of a plan.
   *
   * @param found by combination
   * @param interrupted whether it was stopped before the last run
   */
  public record Outcome(Map<Combination, Found> found, boolean interrupted) {
    /** Copies the map. */
    public Outcome {
      found = Map.copyOf(found);
    }
  }

  /**
   * Measures what is not measured yet.
   *
   * @param plan what to measure
   * @param fresh whether to measure again what is
   * @return all measurements of the plan
   * @throws IOException when the folder cannot be written, or another comparison has it
   */
  public Outcome run(ComparisonPlan plan, boolean fresh) throws IOException {
    Map<Combination, List<Measurement>> measured = new LinkedHashMap<>();
    plan.combinations().forEach(c -> measured.put(c, new ArrayList<>()));
    Map<Combination, String> errors = new LinkedHashMap<>();
    List<ComparisonPlan.Turn> turns = plan.turns();
    boolean interrupted = false;
    try (FolderLock lock = FolderLock.take(output);
        Progress bar = environment.progress().start("comparing", turns.size(), "runs")) {
      deleteTree(lock.folder().resolve(UNDER_WAY)); // of a comparison that was killed
      for (int done = 0; done < turns.size() && !interrupted; done++) {
        ComparisonPlan.Turn turn = turns.get(done);
        bar.remark(turn.toString());
        if (!errors.containsKey(turn.combination())) {
          int at = done;
          BooleanSupplier stop = () -> showAndAsk(bar, at);
          measure(plan, turn, fresh, stop, errors).ifPresent(measured.get(turn.combination())::add);
        }
        interrupted = environment.stopRequested().getAsBoolean();
        bar.at(done + 1L);
      }
      deleteTree(lock.folder().resolve(UNDER_WAY));
    }
    Map<Combination, Found> found = new LinkedHashMap<>();
    measured.forEach((c, list) -> found.put(c, new Found(List.copyOf(list), errors.get(c))));
    return new Outcome(found, interrupted);
  }

  private boolean showAndAsk(Progress bar, int done) {
    bar.at(done);
    return environment.stopRequested().getAsBoolean();
  }

  /** The turn's measurement; empty when it failed or was interrupted. */
  private Optional<Measurement> measure(
      ComparisonPlan plan,
      ComparisonPlan.Turn turn,
      boolean fresh,
      BooleanSupplier stop,
      Map<Combination, String> errors)
      throws IOException {
    Map<String, String> identity = plan.identity(turn.combination());
    Optional<Measurement> earlier =
        fresh ? Optional.empty() : store.find(turn.combination(), identity, turn.repeat());
    if (earlier.isPresent()) {
      environment.log().accept(turn + ": measured before, " + line(earlier.get()));
      return earlier;
    }
    Path folder = output.resolve(UNDER_WAY).resolve(turn.name());
    try {
      Files.createDirectories(folder);
      Instant started = environment.clock().instant();
      Path trainDir = folder.resolve("train");
      TrainProcess.Ended ended = process.run(flags(plan, turn, trainDir), folder, stop);
      if (ended.status() != 0) {
        if (!stop.getAsBoolean()) {
          fail(turn, ended, errors);
        }
        return Optional.empty();
      }
      Measurement measurement =
          FinishedRun.read(
              ended.output(),
              trainDir,
              identity,
              turn.repeat(),
              started,
              environment.clock().instant());
      store.save(turn.combination(), measurement);
      environment.log().accept(turn + ": " + line(measurement));
      return Optional.of(measurement);
    } finally {
      deleteTree(folder);
    }
  }

  private static List<String> flags(ComparisonPlan plan, ComparisonPlan.Turn turn, Path trainDir) {
    List<String> flags = new ArrayList<>(List.of("--json"));
    plan.flags()
        .forEach(
            (name, value) -> {
              flags.add("--" + name);
              flags.add(value);
            });
    flags.addAll(turn.combination().flags());
    flags.addAll(List.of("--train-dir", trainDir.toString()));
    return flags;
  }

  /** Notes the reason, and keeps what the run said. */
  private void fail(
      ComparisonPlan.Turn turn, TrainProcess.Ended ended, Map<Combination, String> errors)
      throws IOException {
    String reason = FinishedRun.reason(ended);
    Path log = output.resolve(FAILURES).resolve(turn.name() + ".log");
    Files.createDirectories(log.getParent());
    Files.writeString(log, ended.errors());
    errors.put(turn.combination(), reason);
    environment.log().accept(turn + ": failed: " + reason + " (" + log + ")");
  }

  private static String line(Measurement measurement) {
    String speed =
        measurement.imagesPerSecond() == null
            ? "too short for a speed"
            : String.format(Locale.ROOT, "%.1f images/s", measurement.imagesPerSecond());
    return measurement.accuracy() == null
        ? speed
        : speed + String.format(Locale.ROOT, ", test accuracy %.4f", measurement.accuracy());
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
