package io.github.multigpumnist.training;

import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.dataset.Splits;
import io.github.multigpumnist.input.BatchPlan;
import io.github.multigpumnist.input.Batching;
import io.github.multigpumnist.input.InputMode;
import io.github.multigpumnist.input.Resident;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.runtime.Checkpoint;
import io.github.multigpumnist.runtime.CheckpointDirectory;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.runtime.MemoryInfo;
import io.github.multigpumnist.runtime.ModelSession;
import io.github.multigpumnist.runtime.TrainingDevices;
import io.github.multigpumnist.runtime.TrainingState;
import io.github.multigpumnist.tower.Placement;
import io.github.multigpumnist.tower.TowerGraph;
import io.github.multigpumnist.tower.TowerSpec;
import io.github.multigpumnist.tower.TrainingSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;

/**
 * Trains a model by synchronous towers: {@link #train} in a folder of its own, where it goes on
 * with an interrupted run and ends with a checkpoint and its test; {@link #fit} in memory.
 */
public final class Trainer {
  /** TensorFlow for Java looks through the whole graph for each of its scopes. */
  private static final int SLOW_TO_BUILD = 32;

  /** In TensorFlow's words: corrupted record, truncated record. */
  private static final String DAMAGED = "ed record at ";

  private final TrainingConfig config;
  private final TrainingDevices devices;
  private final TrainingEnvironment environment;

  /**
   * A trainer of any number of runs.
   *
   * @param config what to train, and how
   * @param devices a device for each tower
   * @param environment clock, log, progress
   */
  public Trainer(TrainingConfig config, TrainingDevices devices, TrainingEnvironment environment) {
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
   * @throws IOException when a file cannot be read or written, another run has the folder, or there
   *     are no test images
   * @throws IllegalArgumentException when the model does not fit the data, early stopping has no
   *     validation images, or the run in the folder has other settings
   * @throws DivergedException when the loss is not a number any more
   */
  public TrainingResult train(TrainingData data, Path trainDir) throws IOException {
    return train(data, trainDir, inspection -> {});
  }

  /**
   * Trains until the recipe's end, or until stopped, and hands over what the test at the end saw.
   *
   * @param data what to train and test on
   * @param trainDir the run's folder
   * @param inspector takes the test, once, unless the run was stopped
   * @return the figures
   * @throws IOException as {@link #train(TrainingData, Path)}
   * @throws IllegalArgumentException as {@link #train(TrainingData, Path)}
   * @throws DivergedException as {@link #train(TrainingData, Path)}
   */
  public TrainingResult train(TrainingData data, Path trainDir, Consumer<Inspection> inspector)
      throws IOException {
    long begun = System.nanoTime();
    requireWhatStopsIt(data.splits());
    Examples test = data.images(TrainingData.Part.TEST); // before the first step, not after all
    BatchPlan plan = plan(data.splits().train());
    Network network = network(data.splits().train());
    try (RunDirectory directory = RunDirectory.lock(trainDir)) {
      Optional<Checkpoint> earlier = earlierRun(directory);
      InputMode input = config.input().mode(data, config.shuffleBuffer());
      requireRoom(input, data.splits().train());
      TowerGraph graph = build(network, input, plan);
      try (ModelSession session = open(graph, network)) {
        RunState state = begin(session, earlier, data);
        RunDescription.of(config, data).write(directory.path());
        TrainingLoop.Parts parts = parts(session, graph, plan, input, data.splits());
        RunCheckpoints checkpoints = new RunCheckpoints(config.checkpoints(), session, directory);
        TrainingLoop loop = new TrainingLoop(config, environment, parts, checkpoints, state);
        TrainingLoop.End end = run(loop, directory, parts, input, data);
        return new RunEnd(environment, devices, directory, earlier, begun)
            .finish(
                end, checkpoints.newest(), () -> Inspection.of(network, session, test), inspector);
      }
    }
  }

  private TrainingLoop.End run(
      TrainingLoop loop,
      RunDirectory directory,
      TrainingLoop.Parts parts,
      InputMode input,
      TrainingData data)
      throws IOException {
    long step = parts.session().globalStep();
    if (loop.finished()) {
      environment.log().accept("This run is finished at step " + step + ": evaluating it.");
      return loop.nothingToDo();
    }
    try (RunReporter reporter = new RunReporter(config, environment, directory, parts, step)) {
      return loop.run(reporter);
    } catch (TensorFlowException e) {
      if (input instanceof Batching && String.valueOf(e.getMessage()).contains(DAMAGED)) {
        data.requireWholeRecords(); // TensorFlow names neither file nor record
      }
      throw e;
    }
  }

  /**
   * Trains in memory: the loop of {@link #train(TrainingData, Path)}, but nothing is read from disk
   * and nothing written; the training images lie in the graph, whatever the configured input. The
   * learning rate follows the recipe, early stopping the configuration; checkpoints play no part.
   *
   * @param data what to train and validate on; the test images are not touched
   * @param listener is told of every epoch, and may end the run
   * @return the epochs and the trained model, to be closed by the caller
   * @throws IllegalArgumentException when the model does not fit the data, or early stopping has no
   *     validation images
   * @throws DivergedException when a loss or a weight is not a number any more
   */
  public Fitted fit(Splits data, EpochListener listener) {
    return fit(data, ModelSession::initialize, listener);
  }

  /**
   * Trains in memory, as the other method, from where an earlier training ended: its weights and
   * its optimizer's state. Steps, epochs and the learning rate's course are counted anew.
   *
   * @param data what to train and validate on; the test images are not touched
   * @param start of the same model and optimizer
   * @param listener is told of every epoch, and may end the run
   * @return the epochs and the trained model, to be closed by the caller
   * @throws IllegalArgumentException as the other method
   * @throws DivergedException as the other method
   */
  public Fitted fit(Splits data, TrainingState start, EpochListener listener) {
    return fit(data, session -> session.assign(start.atStep(0)), listener);
  }

  private void requireWhatStopsIt(Splits data) {
    if (config.earlyStopping().isPresent() && data.validation().count() == 0) {
      throw new IllegalArgumentException(
          "early stopping: no validation images, expected 1 or more");
    }
  }

  private Fitted fit(Splits data, Consumer<ModelSession> begin, EpochListener listener) {
    requireWhatStopsIt(data);
    BatchPlan plan = plan(data.train());
    Network network = network(data.train());
    InputMode input = new Resident(data.train());
    requireRoom(input, data.train());
    TowerGraph graph = build(network, input, plan);
    ModelSession session = open(graph, network);
    try {
      begin.accept(session);
      RunState fresh = new RunState(Map.of(), Patience.start(), false);
      TrainingLoop.Parts parts = parts(session, graph, plan, input, data);
      EpochReporter reporter = new EpochReporter(listener, config.reports().trainAccuracy());
      TrainingLoop loop =
          new TrainingLoop(config, environment, parts, new BestWeights(session), fresh);
      TrainingLoop.End end = loop.run(reporter);
      return new Fitted(reporter.epochs(), end.ending(), network, session);
    } catch (IOException e) {
      session.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private TrainingLoop.Parts parts(
      ModelSession session, TowerGraph graph, BatchPlan plan, InputMode input, Splits data) {
    return new TrainingLoop.Parts(
        session, graph, plan, input.source(plan, config.seed()), data.validation());
  }

  /** On a cluster the images lie in the memory of other machines. */
  private void requireRoom(InputMode input, Examples images) {
    if (input instanceof Resident && devices instanceof Devices) {
      ResidentRoom.require(images, MemoryInfo.read().availableBytes());
    }
  }

  private BatchPlan plan(Examples images) {
    return new BatchPlan(
        images.count(), devices.placement().towers().size(), config.recipe().batchSize());
  }

  private Network network(Examples images) {
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
    int towers = devices.placement().towers().size();
    if (towers >= SLOW_TO_BUILD) {
      environment
          .log()
          .accept(
              "Building the graph of "
                  + towers
                  + " towers: this may take minutes, and grows faster than their number");
    }
    return TowerGraph.forTraining(
        new TowerSpec(network, config.precision(), devices.placement(), config.seed()),
        new TrainingSpec(
            config.recipe().optimizer(),
            config.recipe().regularization(),
            config.recipe().averaging(),
            input,
            plan,
            config.reports().tensorBoard(),
            config.reports().trainAccuracy()));
  }

  private ModelSession open(TowerGraph graph, Network network) {
    Placement here = Placement.onCpus(1);
    return devices.open(
        graph,
        () ->
            TowerGraph.forEvaluation(
                new TowerSpec(network, config.precision(), here, config.seed()),
                config.recipe().optimizer(),
                config.recipe().averaging()));
  }

  /** First values, or those of the checkpoint. */
  private RunState begin(ModelSession session, Optional<Checkpoint> latest, TrainingData data)
      throws IOException {
    RunState fresh =
        new RunState(
            RunState.settings(config, data, devices.placement().towers().size()),
            Patience.start(),
            false);
    if (latest.isEmpty()) {
      session.initialize();
      return fresh;
    }
    RunState state = RunState.parse(latest.get().runState(session), latest.get());
    state.requireSame(fresh.settings(), latest.get());
    latest.get().restoreTraining(session);
    environment.log().accept("Resuming from checkpoint " + latest.get());
    return state;
  }
}
