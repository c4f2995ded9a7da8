package io.github.multigpumnist.cli;

import io.github.multigpumnist.dataset.DataLocations;
import io.github.multigpumnist.dataset.Dataset;
import io.github.multigpumnist.dataset.Datasets;
import io.github.multigpumnist.dataset.RecordFiles;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.training.Trainer;
import io.github.multigpumnist.training.TrainingConfig;
import io.github.multigpumnist.training.TrainingData;
import io.github.multigpumnist.training.TrainingEnvironment;
import io.github.multigpumnist.training.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** {@code train}: trains a model by synchronous towers, and tests it. */
final class TrainCommand implements Command {
  private static final int USUAL_VALIDATION_SIZE = 5000;
  private static final int LEAST_TRAINING_SHARE = 10;

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
    Devices devices = DeviceFlags.read(arguments);
    console.warn(devices.description());
    TrainingData data = data(arguments, console);
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
      TrainingResult result = new Trainer(config, devices, environment).train(data, trainDir);
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

  /** A folder of TFRecords is taken as it is; any other data set is split here. */
  private static TrainingData data(Arguments arguments, Console console) throws IOException {
    DataLocations locations = DataFlags.locations(arguments);
    if (locations.dataDir().isPresent()
        && Files.isRegularFile(locations.dataDir().get().resolve(RecordFiles.TRAIN))) {
      return TrainingData.of(RecordFiles.open(locations.dataDir().get()));
    }
    Dataset dataset = Datasets.load(DataFlags.dataset(arguments), locations, console);
    return TrainingData.of(
        dataset, validationSize(arguments, dataset), locations.cache().resolve("records"), console);
  }

  static int validationSize(Arguments arguments, Dataset dataset) {
    return arguments.given("validation-size")
        ? arguments.integer("validation-size", 0, Integer.MAX_VALUE)
        : Math.min(USUAL_VALIDATION_SIZE, dataset.train().count() / LEAST_TRAINING_SHARE);
  }
}
