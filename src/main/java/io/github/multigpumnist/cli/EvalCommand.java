package io.github.multigpumnist.cli;

import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.runtime.Checkpoint;
import io.github.multigpumnist.training.CheckpointEvaluation;
import io.github.multigpumnist.training.CheckpointEvaluation.Score;
import io.github.multigpumnist.training.RunDescription;
import io.github.multigpumnist.training.TrainingData;
import io.github.multigpumnist.training.TrainingData.Part;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

/** {@code eval}: evaluates checkpoints, once or as new ones appear. */
final class EvalCommand implements Command {
  private static final int TOWERS_WITHOUT_GPU = 1;
  private static final List<String> SPLITS = List.of("test", "validation", "train", "train_eval");

  @Override
  public String name() {
    return "eval";
  }

  @Override
  public String summary() {
    return "Evaluates a checkpoint on test, validation or training images";
  }

  @Override
  public Flags flags() {
    Flags data =
        DataFlags.create()
            .value("eval-data", "SPLIT", "test", "test, validation or train (train_eval)")
            .value("validation-size", "N", null, "as in training (default: the run's)")
            .value("num-examples", "N", null, "the first N images only")
            .value("logits", "FILE", null, "write every image's logits as CSV, a line an image");
    Flags flags =
        CheckpointFlags.addTo(data)
            .group("Repetition")
            .value("eval-interval-secs", "S", null, "look for new checkpoints every S seconds")
            .toggle("run-once", "evaluate once, whatever --eval-interval-secs says")
            .value("eval-dir", "DIR", null, "write TensorBoard event files and report.html there");
    return DeviceFlags.addTo(flags, TOWERS_WITHOUT_GPU);
  }

  @Override
  public Object run(Arguments arguments, Console console) throws Exception {
    Path where = CheckpointFlags.directory(arguments);
    String split = arguments.choice("eval-data", SPLITS);
    boolean once = arguments.given("run-once") || !arguments.given("eval-interval-secs");
    if (!once && arguments.given("logits")) {
      throw new UsageException(
          "--logits and --eval-interval-secs together: expected one of them, or --run-once");
    }
    double seconds = once ? 0 : arguments.number("eval-interval-secs", 0.1, 1e6);
    Checkpoint first = once ? Checkpoint.find(where) : awaited(where, seconds, console);
    Optional<RunDescription> run = CheckpointFlags.run(first);
    TrainingData data = data(arguments, run, console);
    CheckpointEvaluation evaluation =
        new CheckpointEvaluation(
            CheckpointFlags.model(arguments, run),
            CheckpointFlags.precision(arguments, run),
            DeviceFlags.read(arguments, TOWERS_WITHOUT_GPU),
            images(data, split, arguments),
            arguments.path("eval-dir"));
    EvalReport report = new EvalReport(evaluation, data, split, arguments);
    if (once) {
      Score score = evaluate(evaluation, first, arguments.path("logits"));
      say(score, split, run, console);
      report.write(first, score, console);
      return score;
    }
    evaluation.repeat(
        where,
        seconds,
        (checkpoint, score) -> {
          console.result(say(score, split, run, console));
          report.write(checkpoint, score, console);
        });
    return null;
  }

  private static Score evaluate(
      CheckpointEvaluation evaluation, Checkpoint checkpoint, Optional<Path> logits)
      throws IOException {
    if (logits.isEmpty()) {
      return evaluation.evaluate(checkpoint);
    }
    AtomicReference<Score> score = new AtomicReference<>();
    AtomicFiles.write(
        logits.get(),
        out ->
            score.set(evaluation.evaluate(checkpoint, (labels, rows) -> write(labels, rows, out))));
    return score.get();
  }

  private static void write(int[] labels, float[] logits, OutputStream out) {
    int classes = logits.length / labels.length;
    StringBuilder csv = new StringBuilder();
    for (int i = 0; i < logits.length; i++) {
      csv.append(logits[i]).append((i + 1) % classes == 0 ? '\n' : ',');
    }
    try {
      out.write(csv.toString().getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The evaluation may be started before the training. */
  private static Checkpoint awaited(Path where, double seconds, Console console)
      throws InterruptedException {
    for (boolean said = false; ; said = true) {
      try {
        return Checkpoint.find(where);
      } catch (IOException e) {
        if (!said) {
          console.warn("Waiting for a first checkpoint: " + e.getMessage());
        }
        Thread.sleep((long) (seconds * 1000));
      }
    }
  }

  private static Score say(
      Score score, String split, Optional<RunDescription> run, Console console) {
    console.say("checkpoint " + score.checkpoint());
    CheckpointFlags.say(score.restored(), run, console);
    console.say(score.inspection().evaluation().line(split));
    console.say(score.inspection().evaluation().confusionTable());
    return score;
  }

  private static TrainingData data(
      Arguments arguments, Optional<RunDescription> run, Console console) throws IOException {
    OptionalInt validation =
        run.map(r -> OptionalInt.of(r.validationSize())).orElse(OptionalInt.empty());
    return DataChoice.load(CheckpointFlags.dataset(arguments, run), arguments, validation, console);
  }

  private static Examples images(TrainingData data, String split, Arguments arguments)
      throws IOException {
    Examples images =
        data.images(
            switch (split) {
              case "test" -> Part.TEST;
              case "validation" -> Part.VALIDATION;
              default -> Part.TRAIN;
            });
    if (!arguments.given("num-examples")) {
      return images;
    }
    return images.slice(0, arguments.longInteger("num-examples", 1, images.count()));
  }
}
