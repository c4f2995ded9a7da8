package io.github.multigpumnist.training;

import io.github.multigpumnist.dataset.LabeledImages;
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
import java.nio.file.Path;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * Trains a model by synchronous towers in a folder of its own: goes on where an earlier run was
 * interrupted, and ends with a checkpoint and its test.
 */
public final class Trainer {
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
    Network network = network(data.splits().train());
    try (RunDirectory directory = RunDirectory.lock(trainDir)) {
      Optional<Checkpoint> earlier = earlierRun(directory);
      InputMode input = config.input().mode(data);
      TowerGraph graph = build(network, input, plan);
      try (ModelSession session = ModelSession.open(graph, devices)) {
        RunState state = begin(session, earlier, data);
        RunDescription.of(config, data).write(directory.path());
        TrainingLoop.Parts parts =
            new TrainingLoop.Parts(
                session,
                graph,
                plan,
                input.source(plan, config.seed()),
                data.splits().validation());
        TrainingLoop.End end = new TrainingLoop(config, environment, parts, directory, state).run();
        return new RunEnd(environment, directory, earlier, begun)
            .finish(end, session, data.splits().test());
      }
    }
  }

  private Network network(LabeledImages images) {
    Shape shape = Shape.of(images.height(), images.width(), images.depth());
    return config.model().forData(shape, images.classes());
  }

  /**
   * The newest checkpoint of the run in the folder; a run that is not gone on with is set aside.
   */
  private Optional<Checkpoint> earlierRun(RunDirectory directory) throws IOException {
    Optional<Checkpoint> latest = new CheckpointDirectory(directory.path()).latest();
    if (latest.isPresent() && config.checkpoints().resume()) {
      return latest;
    }
    directory
        .setAside()
        .ifPresent(old -> environment.log().accept("The earlier run's files are in " + old));
    return Optional.empty();
  }

  private TowerGraph build(Network network, InputMode input, BatchPlan plan) {
    return TowerGraph.forTraining(
        new TowerSpec(network, config.precision(), devices.placement(), config.seed()),
        new TrainingSpec(config.recipe().optimizer(), input, plan, config.reports().tensorBoard()));
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
    RunState state = RunState.parse(latest.get().runState(session));
    state.requireSame(fresh.settings(), latest.get());
    latest.get().restoreTraining(session);
    environment.log().accept("Resuming from checkpoint " + latest.get());
    return state;
  }
}
