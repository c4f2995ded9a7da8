package io.github.multigpumnist.cli;

import io.github.multigpumnist.cluster.Membership;
import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.report.TracePicture;
import io.github.multigpumnist.training.Inspection;
import io.github.multigpumnist.training.TraceFile;
import io.github.multigpumnist.training.TrainingConfig;
import io.github.multigpumnist.training.TrainingData;
import io.github.multigpumnist.training.TrainingEnvironment;
import io.github.multigpumnist.training.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** {@code train}: trains a model by synchronous towers, and tests it. */
final class TrainCommand implements Command {
  @Override
  public String name() {
    return "train";
  }

  @Override
  public String summary() {
    return "Trains a model on one or more towers; resumes an interrupted run";
  }

  @Override
  public Flags flags() {
    return TrainFlags.create();
  }

  @Override
  public Object run(Arguments arguments, Console console) throws IOException {
    TrainingConfig config = TrainFlags.read(arguments);
    Optional<Membership> membership = ClusterFlags.training(arguments, ClusterFlags.tfConfig());
    Place place =
        membership.isPresent()
            ? ClusterPlace.of(membership.get(), arguments, console)
            : LocalPlace.of(arguments, console);
    TrainingData data = DataChoice.load(config.input(), arguments, console);
    Path trainDir =
        arguments
            .path("train-dir")
            .orElse(
                Path.of(
                    "runs",
                    data.name().replaceAll("[^A-Za-z0-9-]+", "-") + "-" + config.model().name()));
    try (Interruption interruption = Interruption.awaited()) {
      TrainingEnvironment environment =
          new TrainingEnvironment(
              Clock.systemDefaultZone(), interruption::requested, console::say, console);
      AtomicReference<Inspection> test = new AtomicReference<>();
      TrainingResult result = place.train(config, environment, data, trainDir, test::set);
      if (test.get() != null) {
        TrainReport report = new TrainReport(config, data, trainDir, arguments);
        RunReports.write(report.of(result, test.get()), trainDir, console);
      }
      if (config.reports().traceStep().isPresent()) {
        drawTrace(config.reports().traceStep().getAsLong(), trainDir, result, console);
      }
      console.say(
          result.interrupted()
              ? "Interrupted at step "
                  + result.steps()
                  + ": "
                  + result.checkpoint()
                  + " is written; the same command goes on from there"
              : "Written to " + trainDir);
      return result;
    }
  }

  private static void drawTrace(long step, Path trainDir, TrainingResult result, Console console)
      throws IOException {
    Path trace = TraceFile.in(trainDir, step);
    if (Files.exists(trace)) {
      AtomicFiles.writeString(
          trainDir.resolve("trace-" + step + ".svg"), TracePicture.svg(TraceFile.read(trace)));
    } else {
      console.warn(
          String.format(
              Locale.ROOT,
              "--trace %d: this run did not do that step, it is at step %d: no timeline was written",
              step,
              result.steps()));
    }
  }
}
