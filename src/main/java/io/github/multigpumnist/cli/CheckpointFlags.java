package io.github.multigpumnist.cli;

import io.github.multigpumnist.dataset.DataDescription;
import io.github.multigpumnist.model.ModelFile;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.runtime.Checkpoint;
import io.github.multigpumnist.runtime.RestoredWeights;
import io.github.multigpumnist.training.RunDescription;
import io.github.multigpumnist.training.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** The flags that choose a checkpoint, and what its run's folder says of it. */
final class CheckpointFlags {
  private static final String DIRECTORY = "checkpoint-dir";

  private CheckpointFlags() {}

  static Flags addTo(Flags flags) {
    return flags
        .group("Checkpoint")
        .value(DIRECTORY, "DIR", null, "a run's folder, or a prefix; required")
        .value("model", "NAME", null, "model or file (default: the run's, else convnet)")
        .value("precision", "TYPE", null, "float32 or bfloat16 (default: the run's)");
  }

  static Path directory(Arguments arguments) {
    return arguments.requiredPath(DIRECTORY);
  }

  /** What is said beside the checkpoint; empty for one of another program. */
  static Optional<RunDescription> run(Checkpoint checkpoint) throws IOException {
    return RunDescription.read(checkpoint.prefix().toAbsolutePath().getParent());
  }

  static ModelSpec model(Arguments arguments, Optional<RunDescription> run) throws IOException {
    if (arguments.given("model") || run.isEmpty()) {
      return ModelFile.load(arguments.optional("model").orElse("convnet"));
    }
    return run.get().model();
  }

  static Precision precision(Arguments arguments, Optional<RunDescription> run) {
    if (arguments.given("precision") || run.isEmpty()) {
      return arguments.given("precision") ? TrainFlags.precision(arguments) : Precision.FLOAT32;
    }
    return run.get().precision();
  }

  /** Says which weights are used, where averages play a part. */
  static void say(RestoredWeights weights, Optional<RunDescription> run, Console console) {
    weights.line(run.flatMap(RunDescription::average).isPresent()).ifPresent(console::say);
  }

  /** The name of the data set that the flags or the run say. */
  static String dataset(Arguments arguments, Optional<RunDescription> run) {
    return run.isPresent() && !arguments.given("dataset")
        ? run.get().dataset()
        : DataFlags.dataset(arguments);
  }

  /**
   * A checkpoint with all that is needed to use it. The data set is read only where the run's
   * folder does not describe it.
   */
  static TrainedModel trained(
      Arguments arguments, Checkpoint checkpoint, Optional<RunDescription> run, Console console)
      throws IOException {
    Optional<DataDescription> known = run.flatMap(RunDescription::data);
    DataDescription data =
        known.isPresent() && !arguments.given("dataset")
            ? known.get()
            : DataChoice.load(dataset(arguments, run), arguments, OptionalInt.empty(), console)
                .description();
    return new TrainedModel(checkpoint, model(arguments, run), precision(arguments, run), data);
  }
}
