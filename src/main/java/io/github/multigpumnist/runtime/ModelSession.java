package io.github.multigpumnist.runtime;

import io.github.multigpumnist.input.Feeds;
import io.github.multigpumnist.input.GraphRunner;
import io.github.multigpumnist.tower.NodeNames;
import io.github.multigpumnist.tower.TowerGraph;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** A graph open in a session: owns both, and with them every variable's memory. */
public final class ModelSession implements GraphRunner, AutoCloseable {
  private final TowerGraph towers;
  private final Graph graph;
  private final Session session;
  private final SessionRuns runs;
  private final SessionValues values;
  private final SessionCheckpoints checkpoints;
  private final SessionStep step;

  /** Through which checkpoints go when the variables are elsewhere; owned. */
  private final Optional<ModelSession> keeper;

  private ModelSession(TowerGraph towers, Graph graph, Session session) {
    this.towers = towers;
    this.graph = graph;
    this.session = session;
    this.runs = new SessionRuns(graph, session, Duration.ZERO);
    this.values = new SessionValues(towers, runs);
    this.checkpoints = new SessionCheckpoints.InGraph(runs);
    this.step = new SessionStep(runs);
    this.keeper = Optional.empty();
  }

  private ModelSession(
      TowerGraph towers, Graph graph, Session session, Duration limit, ModelSession keeper) {
    this.towers = towers;
    this.graph = graph;
    this.session = session;
    this.runs = new SessionRuns(graph, session, limit);
    this.values = new SessionValues(towers, runs);
    this.checkpoints =
        new SessionCheckpoints.Relayed(keeper.checkpoints, keeper.values, this.values);
    this.step = new SessionStep(runs);
    this.keeper = Optional.of(keeper);
  }

  /**
   * Opens a graph; its variables have no values yet.
   *
   * @param towers a finished graph
   * @param devices the devices that the graph was placed on
   * @return to be closed by the caller
   */
  public static ModelSession open(TowerGraph towers, Devices devices) {
    return open(towers, devices.config());
  }

  static ModelSession open(TowerGraph towers, ConfigProto config) {
    Graph graph = new Graph();
    try {
      graph.importGraphDef(towers.graphDef());
      return new ModelSession(towers, graph, new Session(graph, config));
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  /**
   * Opens a graph on a cluster.
   *
   * @param keeperGraph the same variables, on this machine
   */
  static ModelSession open(TowerGraph towers, ClusterDevices devices, TowerGraph keeperGraph) {
    ModelSession keeper = open(keeperGraph, Devices.cpu(1));
    Graph graph = new Graph();
    Session session = null;
    try {
      graph.importGraphDef(towers.graphDef());
      session = TargetSession.open(graph, devices.config(), devices.connection().target());
      return new ModelSession(towers, graph, session, devices.stepTimeout(), keeper);
    } catch (RuntimeException e) {
      RemoteClosing.close(session, graph);
      keeper.close();
      throw e;
    }
  }

  /** Gives every variable its first value. */
  public void initialize() {
    runs.run(NodeNames.INITIALIZE);
  }

  @Override
  public void run(String target, Feeds feeds) {
    runs.run(target, feeds);
  }

  /**
   * Runs one training step.
   *
   * @param feeds what the input needs; stay the caller's
   * @param request the step's numbers, and what to bring back
   * @return what was asked for
   */
  public StepResult step(Feeds feeds, StepRequest request) {
    return step.run(feeds, request);
  }

  /**
   * Fetches a float32 scalar.
   *
   * @param name of the operation
   * @return its value
   */
  public float fetchFloat(String name) {
    try (Result result = runs.runner().fetch(name).run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  /**
   * Fetches a string scalar.
   *
   * @param name of the operation
   * @return its bytes
   */
  public byte[] fetchBytes(String name) {
    try (Result result = runs.runner().fetch(name).run()) {
      return ((TString) result.get(0)).asBytes().getObject();
    }
  }

  /**
   * Steps done.
   *
   * @return the step counter of a training graph
   */
  public long globalStep() {
    return values.globalStep();
  }

  /**
   * Values of all the model's variables and of their moving averages, if there are any, copied.
   *
   * @return row-major, by name
   */
  public Map<String, float[]> modelValues() {
    return values.model();
  }

  /**
   * Values that the model is evaluated with, copied: moving averages in place of the variables they
   * are kept of.
   *
   * @return row-major, by the variables' names
   */
  public Map<String, float[]> evaluatedValues() {
    return values.evaluated();
  }

  /**
   * Everything that a training step changes, copied.
   *
   * @return what {@link #assign} takes; of a graph that trains, or keeps what training goes on from
   */
  public TrainingState trainingState() {
    return values.training();
  }

  /**
   * Gives all the model's variables, and their moving averages, values; slots and counters stay.
   *
   * @param values row-major, by name, as from {@link #modelValues()}
   */
  public void assignModel(Map<String, float[]> values) {
    this.values.assignModel(values);
  }

  /**
   * Gives everything that a training step changes values.
   *
   * @param state of a session of the same model and optimizer
   */
  public void assign(TrainingState state) {
    values.assignModel(state.model());
    values.assignTraining(state.optimizer(), state.globalStep());
  }

  /**
   * Number of towers.
   *
   * @return 1 or more
   */
  public int towers() {
    return towers.towers();
  }

  /**
   * What one tower's evaluation gives.
   *
   * @param predictions the most probable class of each image
   * @param logits image × class, row-major
   * @param probabilities image × class, row-major
   * @param crossEntropy summed over the images
   */
  public record Evaluated(
      int[] predictions, float[] logits, float[] probabilities, double crossEntropy) {}

  /**
   * Evaluates images on one tower; towers may be used at the same time from several threads.
   *
   * @param tower its number
   * @param images uint8, batch × height × width × depth; stays the caller's
   * @param labels int32, batch; stays the caller's
   * @return what came out
   */
  public Evaluated evaluate(int tower, TUint8 images, TInt32 labels) {
    String scope = NodeNames.evaluation(tower);
    try (Result result =
        runs.runner()
            .feed(scope + "/images", images)
            .feed(scope + "/labels", labels)
            .fetch(scope + "/predictions")
            .fetch(scope + "/logits")
            .fetch(scope + "/probabilities")
            .fetch(scope + "/cross_entropy")
            .run()) {
      int[] predictions = new int[(int) labels.size()];
      ((TInt32) result.get(0)).asRawTensor().data().asInts().read(predictions);
      return new Evaluated(
          predictions,
          SessionValues.floats((TFloat32) result.get(1)),
          SessionValues.floats((TFloat32) result.get(2)),
          ((TFloat32) result.get(3)).getFloat());
    }
  }

  /**
   * What one tower makes of images without labels.
   *
   * @param tower its number
   * @param images uint8, batch × height × width × depth; stays the caller's
   * @return probabilities: image × class, row-major
   */
  public float[] probabilities(int tower, TUint8 images) {
    String scope = NodeNames.evaluation(tower);
    try (Result result =
        runs.runner().feed(scope + "/images", images).fetch(scope + "/probabilities").run()) {
      return SessionValues.floats((TFloat32) result.get(0));
    }
  }

  /** The graph that is open. */
  TowerGraph towerGraph() {
    return towers;
  }

  /** Stays this object's. */
  Session session() {
    return session;
  }

  /** Saves and restores the variables. */
  SessionCheckpoints checkpoints() {
    return checkpoints;
  }

  @Override
  public void close() {
    if (keeper.isPresent()) {
      RemoteClosing.close(session, graph);
      keeper.get().close();
    } else {
      session.close();
      graph.close();
    }
  }
}
