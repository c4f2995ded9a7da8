package io.github.multigpumnist.cli;

import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.study.Duplicates;
import io.github.multigpumnist.study.Method;
import io.github.multigpumnist.study.Pruning;
import io.github.multigpumnist.study.Storage;
import io.github.multigpumnist.study.StudyOpening;
import io.github.multigpumnist.study.StudySettings;
import io.github.multigpumnist.study.TrialSettings;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** The flags of the searches. */
final class SearchFlags {
  static final String USUAL_STORAGE = "sqlite:///multigpu-mnist.db";

  /** The originals' batch sizes: 128 for grey images, 64 for coloured ones. */
  private static final int GREY_BATCH = 128;

  private static final int COLOUR_BATCH = 64;

  /** Short enough to be typed again. */
  private static final int DRAWN_SEEDS = 1_000_000_000;

  private static final String SEED = "seed";
  private static final String DUPLICATES = "duplicates";

  private SearchFlags() {}

  static Flags genetic() {
    Flags flags =
        data()
            .group("Genetic search")
            .value("generations", "N", "10", "rounds in all; may be raised later")
            .value("population", "N", "20", "networks of a generation, 3 or more")
            .value("retain", "F", "0.4", "share of the best that are parents")
            .value("random-select", "F", "0.1", "chance of each other network to be a parent too")
            .value("mutate-chance", "F", "0.2", "chance that a child gets one random gene")
            .value(
                DUPLICATES,
                "NAME",
                null,
                "a child that was tried before: replace changes it until it is new, keep takes its"
                    + " score, as the originals (default: replace; the study's own when it is"
                    + " there)");
    return common(flags, "log.txt", "DATASET-genetic");
  }

  static Flags brute() {
    Flags flags =
        data()
            .group("Brute force")
            .value("limit", "N", null, "only the first N networks; may be raised later")
            .toggle("shuffle", "in random order, by seed, instead of the space's");
    return common(flags, "brute-log.txt", "DATASET-brute");
  }

  private static Flags data() {
    return DataFlags.create()
        .value(
            DataChoice.VALIDATION_SIZE,
            "N",
            null,
            "first training images, which networks are scored by (default 5000, at most a tenth)")
        .group("Networks")
        .value("space", "NAME", "mlp", "a search space of the program, or a space file")
        .value("patience", "N", "5", "epochs without a better validation loss that end a training")
        .value(
            "max-epochs",
            "N",
            Integer.toString(TrialSettings.USUAL_MAX_EPOCHS),
            "passes over the training data at most")
        .value("batch-size", "N", null, "examples of a step (default 128; coloured images: 64)")
        .value("precision", "TYPE", "float32", "float32 or bfloat16")
        .toggle("keep-last", "score the last epoch's weights, as the originals, not the best's")
        .value(
            "pruner",
            "NAME",
            "none",
            "gives bad networks up early: " + String.join(", ", Pruning.names()));
  }

  private static Flags common(Flags flags, String logFile, String study) {
    flags
        .group("Workers")
        .value(
            "parallel",
            "N",
            "auto",
            "trainings at a time, the GPUs in turns; auto: one a GPU, else one a core")
        .value(
            "devices",
            "LIST",
            "auto",
            "auto: the GPUs there are, else CPUs; gpu; cpu; or such as gpu:0,gpu:1");
    return GpuFlags.addTo(flags)
        .toggle(
            "worker", "join a study, with its settings instead of flags; wait until there is one")
        .group("Study")
        .value("storage", "URL", USUAL_STORAGE, Storage.FORMS)
        .value("study", "NAME", null, "the study's name (default " + study + ")")
        .value(SEED, "N", null, "of the search and its networks (default: drawn, and stored)")
        .toggle("resume", "go on with the study of that name (the default)")
        .toggle("no-resume", "refuse to go on with a study that is there")
        .value(
            "top",
            "N",
            Integer.toString(StudyOpening.USUAL_TOP),
            "best networks that are tested at the end")
        .value("log-file", "FILE", logFile, "a line for every network is added to it");
  }

  static Storage storage(Arguments arguments) {
    try {
      return Storage.parse(arguments.string("storage"));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--storage: " + e.getMessage());
    }
  }

  static Method method(Arguments arguments, boolean genetic) {
    try {
      return genetic ? genetic(arguments) : brute(arguments);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static Method genetic(Arguments arguments) {
    return new Method.Genetic(
        arguments.integer("generations", 1, Integer.MAX_VALUE),
        arguments.integer("population", Integer.MIN_VALUE, Integer.MAX_VALUE),
        arguments.number("retain", 0, 1),
        arguments.number("random-select", 0, 1),
        arguments.number("mutate-chance", 0, 1),
        arguments.given(DUPLICATES)
            ? Duplicates.of(arguments.choice(DUPLICATES, Duplicates.names()))
            : Duplicates.REPLACE);
  }

  private static Method brute(Arguments arguments) {
    OptionalInt limit =
        arguments.given("limit")
            ? OptionalInt.of(arguments.integer("limit", 1, Integer.MAX_VALUE))
            : OptionalInt.empty();
    return new Method.Brute(arguments.given("shuffle"), limit);
  }

  /** The seed asked for, or one of its own. */
  static long seed(Arguments arguments) {
    return arguments.given(SEED)
        ? arguments.longInteger(SEED, Long.MIN_VALUE, Long.MAX_VALUE)
        : ThreadLocalRandom.current().nextInt(DRAWN_SEEDS);
  }

  /** Settings that a study which is there decides itself, since no flag asks for them. */
  static Set<String> notAskedFor(Arguments arguments, Method method) {
    Set<String> settings = new HashSet<>();
    if (!arguments.given(SEED)) {
      settings.add(StudySettings.SEED);
    }
    if (method instanceof Method.Genetic && !arguments.given(DUPLICATES)) {
      settings.add(StudySettings.DUPLICATES);
    }
    return settings;
  }

  static TrialSettings trials(Arguments arguments, Examples images) {
    int batchSize =
        arguments.given("batch-size")
            ? arguments.integer("batch-size", 1, Integer.MAX_VALUE)
            : images.depth() == 1 ? GREY_BATCH : COLOUR_BATCH;
    return new TrialSettings(
        batchSize,
        arguments.integer("max-epochs", 1, Integer.MAX_VALUE),
        arguments.integer("patience", 1, Integer.MAX_VALUE),
        arguments.given("keep-last"),
        TrainFlags.precision(arguments),
        Pruning.of(arguments.choice("pruner", Pruning.names())));
  }
}
