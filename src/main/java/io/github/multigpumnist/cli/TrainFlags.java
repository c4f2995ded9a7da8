package io.github.multigpumnist.cli;

import io.github.multigpumnist.model.ModelFile;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.model.Recipe;
import io.github.multigpumnist.training.InputKind;
import io.github.multigpumnist.training.ShuffleBuffer;
import io.github.multigpumnist.training.TrainingConfig;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** The flags of {@code train}, and what they mean together with the model's recipe. */
final class TrainFlags {
  static final int TOWERS_WITHOUT_GPU = 2;
  private static final int SUMMARIES_EVERY = 10;

  private TrainFlags() {}

  static Flags create() {
    Flags flags =
        DataFlags.create()
            .value(
                "validation-size",
                "N",
                null,
                "first training images set aside for validation (default 5000, at most a tenth;"
                    + " records in --data-dir are split already)")
            .value("input", "WAY", "batching", "batching, direct or resident")
            .value(
                "shuffle-buffer",
                "N",
                null,
                "examples that batching shuffles at a time (default: all up to 65536 and 256 MB)")
            .group("Model and recipe")
            .value("model", "NAME", "convnet", "a model of the program, or a model file")
            .value("recipe", "NAME", "default", "one of the model's recipes")
            .value("batch-size", "N", null, "examples of one tower in a step (default: recipe)")
            .value("num-epochs", "N", null, "passes over the training data (default: recipe)")
            .value("max-steps", "N", null, "end after so many steps (default: recipe)")
            .value(
                "learning-rate",
                "R",
                null,
                "rate that the schedule starts from, or one_cycle's highest (default: recipe)")
            .value("precision", "TYPE", "float32", "float32 or bfloat16")
            .toggle("use-fp16", "same as --precision bfloat16")
            .value(
                "seed",
                "N",
                Long.toString(TrainingConfig.DEFAULT_SEED),
                "of initial values, dropout and the examples' order");
    DeviceFlags.addTo(flags, TOWERS_WITHOUT_GPU)
        .toggle("log-device-placement", "list which operation runs on which device");
    return ClusterFlags.addTraining(flags)
        .group("Run")
        .value("train-dir", "DIR", null, "checkpoints and metrics (default runs/DATASET-MODEL)")
        .toggle("resume", "go on with the run found in the folder (the default)")
        .toggle("no-resume", "set the run found in the folder aside and begin anew")
        .value(
            "checkpoint-every",
            "STEPS",
            Long.toString(TrainingConfig.Checkpoints.USUAL.everySteps()),
            "steps between two checkpoints")
        .value(
            "keep-checkpoints",
            "N",
            Integer.toString(TrainingConfig.Checkpoints.USUAL.keep()),
            "how many of the newest stay")
        .value(
            "early-stopping",
            "EPOCHS",
            null,
            "stop after so many epochs without a better validation loss, keep the best")
        .value(
            "log-every",
            "STEPS",
            Long.toString(TrainingConfig.Reports.USUAL.logEverySteps()),
            "steps between two log lines")
        .toggle("tb-logging", "write TensorBoard event files, every 10 steps")
        .value("trace", "STEP", null, "write a timeline of this step: trace-STEP.json and .svg");
  }

  static TrainingConfig read(Arguments arguments) throws IOException {
    ModelSpec model = ModelFile.load(arguments.string("model"));
    if (arguments.given("resume") && arguments.given("no-resume")) {
      throw new UsageException("--resume and --no-resume together: expected one of them");
    }
    return new TrainingConfig(
        model,
        recipe(arguments, model.recipe(arguments.string("recipe"))),
        precision(arguments),
        arguments.choice("input", InputKind.values()),
        shuffleBuffer(arguments),
        arguments.longInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE),
        new TrainingConfig.Checkpoints(
            arguments.longInteger("checkpoint-every", 1, Long.MAX_VALUE),
            arguments.integer("keep-checkpoints", 1, Integer.MAX_VALUE),
            !arguments.given("no-resume")),
        new TrainingConfig.Reports(
            arguments.longInteger("log-every", 1, Long.MAX_VALUE),
            arguments.given("tb-logging") ? SUMMARIES_EVERY : 0,
            arguments.given("log-device-placement"),
            false,
            arguments.given("trace")
                ? OptionalLong.of(arguments.longInteger("trace", 1, Long.MAX_VALUE))
                : OptionalLong.empty()),
        arguments.given("early-stopping")
            ? Optional.of(earlyStopping(arguments))
            : Optional.empty());
  }

  private static ShuffleBuffer shuffleBuffer(Arguments arguments) {
    return arguments.given("shuffle-buffer")
        ? new ShuffleBuffer(
            OptionalLong.of(arguments.longInteger("shuffle-buffer", 1, Long.MAX_VALUE)))
        : ShuffleBuffer.USUAL;
  }

  private static TrainingConfig.EarlyStopping earlyStopping(Arguments arguments) {
    return new TrainingConfig.EarlyStopping(
        arguments.integer("early-stopping", 1, Integer.MAX_VALUE), true);
  }

  static Precision precision(Arguments arguments) {
    if (arguments.given("use-fp16")) {
      return Precision.BFLOAT16;
    }
    return arguments.choice("precision", Precision.values());
  }

  private static Recipe recipe(Arguments arguments, Recipe base) {
    int batchSize =
        arguments.given("batch-size")
            ? arguments.integer("batch-size", 1, Integer.MAX_VALUE)
            : base.batchSize();
    int epochs =
        arguments.given("num-epochs")
            ? arguments.integer("num-epochs", 1, Integer.MAX_VALUE)
            : base.epochs();
    long maxSteps =
        arguments.given("max-steps")
            ? arguments.longInteger("max-steps", 1, Long.MAX_VALUE)
            : base.maxSteps();
    return new Recipe(
        batchSize,
        epochs,
        maxSteps,
        base.optimizer(),
        arguments.given("learning-rate")
            ? base.learningRate()
                .startingAt(arguments.number("learning-rate", Double.MIN_VALUE, 1e6))
            : base.learningRate(),
        base.labelSmoothing(),
        base.gradientClipNorm(),
        base.weightDecay(),
        base.average());
  }
}
