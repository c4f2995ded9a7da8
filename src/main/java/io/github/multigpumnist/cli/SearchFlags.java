package io.github.multigpumnist.cli;

import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.search.GeneticSearch;
import io.github.multigpumnist.search.GridSearch;
import io.github.multigpumnist.search.Pruner;
import io.github.multigpumnist.search.SearchSpace;
import io.github.multigpumnist.search.SearchStrategy;
import io.github.multigpumnist.search.SpaceFile;
import io.github.multigpumnist.search.StudyOpening;
import io.github.multigpumnist.search.TrialSettings;
import io.github.multigpumnist.store.Storage;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/** The flags of the searches. */
final class SearchFlags {
  static final String USUAL_STORAGE = "sqlite:///multigpu-mnist.db";

  /** The originals' batch sizes: 128 for grey images, 64 for coloured ones. */
  private static final int GREY_BATCH = 128;

  private static final int COLOUR_BATCH = 64;

  /** Short enough to be typed again. */
  private static final int DRAWN_SEEDS = 1_000_000_000;

  private SearchFlags() {}

  static Flags genetic() {
    Flags flags =
        data()
            .group("Genetic search")
            .value("generations", "N", "10", "rounds in all; may be raised later")
            .value("population", "N", "20", "networks of a generation, 3 or more")
            .value("retain", "F", "0.4", "share of the best that are parents")
            .value("random-select", "F", "0.1", "chance of each other network to be a parent too")
            .value("mutate-chance", "F", "0.2", "chance that a child gets one random gene");
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
            "gives bad networks up early: " + String.join(", ", Pruner.names()));
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
        .value("seed", "N", null, "of the search and its networks (default: drawn, and stored)")
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

  /** The search, with a seed of its own when none is given. */
  static SearchStrategy strategy(Arguments arguments, boolean genetic) throws IOException {
    SearchSpace space = SpaceFile.load(arguments.string("space"));
    long seed = seed(arguments).orElseGet(() -> ThreadLocalRandom.current().nextInt(DRAWN_SEEDS));
    try {
      return genetic ? genetic(arguments, space, seed) : brute(arguments, space, seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static SearchStrategy genetic(Arguments arguments, SearchSpace space, long seed) {
    return new GeneticSearch(
        space,
        arguments.integer("generations", 1, Integer.MAX_VALUE),
        arguments.integer("population", Integer.MIN_VALUE, Integer.MAX_VALUE),
        arguments.number("retain", 0, 1),
        arguments.number("random-select", 0, 1),
        arguments.number("mutate-chance", 0, 1),
        seed);
  }

  private static SearchStrategy brute(Arguments arguments, SearchSpace space, long seed) {
    OptionalInt limit =
        arguments.given("limit")
            ? OptionalInt.of(arguments.integer("limit", 1, Integer.MAX_VALUE))
            : OptionalInt.empty();
    return new GridSearch(space, arguments.given("shuffle"), limit, seed);
  }

  static OptionalLong seed(Arguments arguments) {
    return arguments.given("seed")
        ? OptionalLong.of(arguments.longInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE))
        : OptionalLong.empty();
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
        Pruner.byName(arguments.choice("pruner", Pruner.names())));
  }
}
