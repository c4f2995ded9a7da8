package io.github.multigpumnist.cli;

import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.search.DataFingerprint;
import io.github.multigpumnist.search.SearchEnvironment;
import io.github.multigpumnist.search.SearchStrategy;
import io.github.multigpumnist.space.Space;
import io.github.multigpumnist.space.SpaceFile;
import io.github.multigpumnist.study.Method;
import io.github.multigpumnist.study.Storage;
import io.github.multigpumnist.study.StudyOpening;
import io.github.multigpumnist.study.StudySettings;
import io.github.multigpumnist.study.TrialStore;
import io.github.multigpumnist.training.TrainingData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a search's command line asks for: a study of its own, or one to join as a worker. */
final class SearchPlan {
  private static final long LOOK_AGAIN_MILLIS = 1000;

  private final Arguments arguments;
  private final Console console;
  private final Storage storage;
  private final Path logFile;
  private final int top;
  private final List<Devices> devices;
  private final String study;

  /** Empty for a worker: it takes what it finds. */
  private final Optional<Wanted> wanted;

  /** A study that is created unless it is there. */
  private record Wanted(StudySettings settings, TrainingData data) {}

  /** A study to work on, and its images. */
  record Begun(StudyOpening opening, TrainingData data) {}

  private SearchPlan(Arguments arguments, Console console, String study, Optional<Wanted> wanted) {
    this.arguments = arguments;
    this.console = console;
    this.study = study;
    this.wanted = wanted;
    this.storage = SearchFlags.storage(arguments);
    this.logFile = arguments.path("log-file").orElseThrow();
    this.top = arguments.integer("top", 0, Integer.MAX_VALUE);
    this.devices = WorkerDevices.read(arguments);
  }

  static SearchPlan read(Arguments arguments, boolean genetic, Console console) throws IOException {
    if (arguments.given("resume") && arguments.given("no-resume")) {
      throw new UsageException("--resume and --no-resume together: expected one of them");
    }
    String study =
        arguments
            .optional("study")
            .orElseGet(
                () ->
                    DataFlags.dataset(arguments).replaceAll("[^A-Za-z0-9-]+", "-")
                        + (genetic ? "-genetic" : "-brute"));
    if (arguments.given("worker")) {
      return new SearchPlan(arguments, console, study, Optional.empty());
    }
    Space space = SpaceFile.load(arguments.string("space"));
    Method method = SearchFlags.method(arguments, genetic);
    TrainingData data =
        DataChoice.load(DataFlags.dataset(arguments), arguments, OptionalInt.empty(), console);
    requireTest(data, arguments.integer("top", 0, Integer.MAX_VALUE));
    int validation = Math.toIntExact(data.splits().validation().count());
    if (validation == 0) {
      throw new UsageException(
          "--validation-size 0: expected 1 or more, networks are scored by validation images");
    }
    StudySettings settings =
        new StudySettings(
            data.name(),
            validation,
            DataFingerprint.of(data.splits()),
            space,
            SearchFlags.seed(arguments),
            SearchFlags.trials(arguments, data.splits().train()),
            method);
    requireStrategy(settings);
    return new SearchPlan(arguments, console, study, Optional.of(new Wanted(settings, data)));
  }

  private static void requireStrategy(StudySettings settings) {
    try {
      SearchStrategy.of(settings);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /** The best networks are tested at the end: said before the first is trained. */
  private static void requireTest(TrainingData data, int top) throws IOException {
    if (top > 0) {
      data.images(TrainingData.Part.TEST);
    }
  }

  Storage storage() {
    return storage;
  }

  Path logFile() {
    return logFile;
  }

  List<Devices> devices() {
    return devices;
  }

  /** Empty when a worker was stopped before there was a study. */
  Optional<Begun> begin(TrialStore store, SearchEnvironment environment)
      throws IOException, InterruptedException {
    if (wanted.isEmpty()) {
      return join(store, environment);
    }
    if (arguments.given("no-resume") && store.study(study).isPresent()) {
      throw new UsageException(
          "--no-resume: study '" + study + "' is there already, expected another name (--study)");
    }
    StudySettings settings = wanted.get().settings();
    StudyOpening opening =
        StudyOpening.open(
            store, study, settings, top, SearchFlags.notAskedFor(arguments, settings.method()));
    return Optional.of(new Begun(opening, wanted.get().data()));
  }

  private Optional<Begun> join(TrialStore store, SearchEnvironment environment)
      throws IOException, InterruptedException {
    Optional<StudyOpening> opening = StudyOpening.join(store, study);
    if (opening.isEmpty()) {
      environment.say().accept("Waiting for study '" + study + "' in " + storage);
    }
    while (opening.isEmpty()) {
      if (environment.stopRequested().getAsBoolean()) {
        return Optional.empty();
      }
      Thread.sleep(LOOK_AGAIN_MILLIS);
      opening = StudyOpening.join(store, study);
    }
    return Optional.of(new Begun(opening.get(), data(opening.get().settings())));
  }

  private TrainingData data(StudySettings settings) throws IOException {
    String name = arguments.given("dataset") ? DataFlags.dataset(arguments) : settings.dataset();
    TrainingData data =
        DataChoice.load(name, arguments, OptionalInt.of(settings.validationSize()), console);
    requireTest(data, top);
    String fingerprint = DataFingerprint.of(data.splits());
    if (!fingerprint.equals(settings.data())) {
      throw new IOException(
          "data set "
              + name
              + " is "
              + fingerprint
              + ", expected that of study '"
              + study
              + "': "
              + settings.data());
    }
    return data;
  }
}
