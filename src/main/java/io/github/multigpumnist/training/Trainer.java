package io.github.multigpumnist.training;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.input.BatchPlan;
import io.github.multigpumnist.input.InputMode;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.runtime.Checkpoint;
import io.github.multigpumnist.runtime.CheckpointDirectory;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.runtime.ModelSession;
import io.github.multigpumnist.tower.TowerGraph;
import io.github.multigpumnist.tower.TowerSpec;
import io.github.multigpumnist.tower.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tensorflow.ndarray.Shape;

/**
 * Trains a model by synchronous towers in a folder of its own: goes on where an earlier run was
 * interrupted, and ends with a checkpoint and its test.
 */
public final class Trainer {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final TrainingConfig config;
  private final Devices devices;
  private final TrainingEnvironment environment;

  /**
   * A trainer of any number of runs.
   *
   * @param config what to train, and how
   * @param devices a device for each tower
   * @param environment clock, log, progress
   */
  public Trainer(TrainingConfig config, Devices devices, TrainingEnvironment environment) {
    this.config = config;
    this.devices = devices;
    this.environment = environment;
  }

  /**
   * Trains until the recipe's end, or until stopped.
   *
   * @param data what to train and test on
   * @param trainDir the run's folder: checkpoints, {@code metrics.jsonl}, {@code result.json}
   * @return the figures
   * @throws IOException when a file cannot be read or written, or another run has the folder
   * @throws IllegalArgumentException when the model does not fit the data, or the run in the folder
   *     has other settings
   * @throws IllegalStateException when the loss is not a number any more
   */
  public TrainingResult train(TrainingData data, Path trainDir) throws IOException {
    long begun = System.nanoTime();
    BatchPlan plan =
        new BatchPlan(
            data.splits().train().count(),
            devices.placement().towers().size(),
            config.recipe().batchSize());
    LabeledImages images = data.splits().train();
    Network network =
        config
            .model()
            .forData(Shape.of(images.height(), images.width(), images.depth()), images.classes());
    try (RunDirectory directory = RunDirectory.lock(trainDir)) {
      CheckpointDirectory checkpoints = new CheckpointDirectory(trainDir);
      Optional<Checkpoint> latest = checkpoints.latest();
      if (latest.isEmpty() || !config.checkpoints().resume()) {
        latest = Optional.empty();
        directory
            .setAside()
            .ifPresent(old -> environment.log().accept("The earlier run's files are in " + old));
      }
      InputMode input = config.input().mode(data);
      TowerSpec spec =
          new TowerSpec(network, config.precision(), devices.placement(), config.seed());
      TowerGraph graph =
          TowerGraph.forTraining(
              spec,
              new TrainingSpec(
                  config.recipe().optimizer(), input, plan, config.reports().tensorBoard()));
      try (ModelSession session = ModelSession.open(graph, devices)) {
        RunState state = begin(session, latest, data);
        RunDescription.of(config, data).write(directory.path());
        TrainingLoop loop =
            new TrainingLoop(
                config,
                environment,
                new TrainingLoop.Parts(
                    session,
                    graph,
                    plan,
                    input.source(plan, config.seed()),
                    data.splits().validation()),
                directory,
                state);
        return finish(loop.run(), session, data, directory, latest, begun);
      }
    }
  }

  /** First values, or those of the checkpoint. */
  private RunState begin(ModelSession session, Optional<Checkpoint> latest, TrainingData data)
      throws IOException {
    RunState fresh =
        new RunState(
            RunState.settings(config, data, devices.placement().towers().size()),
            EarlyStopping.start(),
            false);
    if (latest.isEmpty()) {
      session.initialize();
      return fresh;
    }
    RunState state = RunState.parse(CheckpointDirectory.runState(session, latest.get()));
    state.requireSame(fresh.settings(), latest.get());
    CheckpointDirectory.restoreTraining(session, latest.get());
    environment.log().accept("Resuming from checkpoint " + latest.get());
    return state;
  }

  private TrainingResult finish(
      TrainingLoop.End end,
      ModelSession session,
      TrainingData data,
      RunDirectory directory,
      Optional<Checkpoint> resumed,
      long begun)
      throws IOException {
    boolean interrupted = end.interrupted();
    if (!interrupted) {
      environment
          .log()
          .accept(
              String.format(
                  Locale.ROOT, "Done training for %d epochs, %d steps.", end.epochs(), end.step()));
      environment
          .log()
          .accept(String.format(Locale.ROOT, "Total Duration (%.3f sec)", seconds(begun)));
    }
    Evaluation test = interrupted ? null : Evaluator.evaluate(session, data.splits().test());
    TrainingResult result =
        new TrainingResult(
            end.step(),
            end.epochs(),
            orNull(end.imagesPerSecond()),
            resumed.flatMap(c -> c.step().stream().boxed().findFirst()).orElse(null),
            orNull(end.secondsToFirstStep()),
            seconds(begun),
            end.checkpoint().toString(),
            interrupted,
            interrupted ? null : TrainingResult.Score.of(test),
            interrupted ? null : test.confusion());
    boolean keepOld = end.nothingToDo() && Files.exists(directory.file(RunDirectory.RESULT));
    if (!interrupted && !keepOld) {
      AtomicFiles.writeString(
          directory.file(RunDirectory.RESULT), JSON.writeValueAsString(result) + "\n");
    }
    if (!interrupted) {
      environment.log().accept("Checkpoint " + end.checkpoint());
      environment.log().accept(test.line("test"));
      environment.log().accept(test.confusionTable());
    }
    return result;
  }

  private static Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
