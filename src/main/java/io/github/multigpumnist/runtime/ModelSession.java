package io.github.multigpumnist.runtime;

import io.github.multigpumnist.input.Feeds;
import io.github.multigpumnist.input.GraphRunner;
import io.github.multigpumnist.runtime.StepRequest.Extra;
import io.github.multigpumnist.tower.NodeNames;
import io.github.multigpumnist.tower.TowerGraph;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** A graph open in a session: owns both, and with them every variable's memory. */
public final class ModelSession implements GraphRunner, AutoCloseable {
  private final TowerGraph towers;
  private final Graph graph;
  private final Session session;

  /** Looking an operation up by its name takes longer than feeding it. */
  private final Map<String, Operation> operations = new ConcurrentHashMap<>();

  private ModelSession(TowerGraph towers, Graph graph, Session session) {
    this.towers = towers;
    this.graph = graph;
    this.session = session;
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

  /** Gives every variable its first value. */
  public void initialize() {
    session.run(NodeNames.INITIALIZE);
  }

  @Override
  public void run(String target, Feeds feeds) {
    try (Result none = runner(feeds).addTarget(operation(target)).run()) {
      assert none.size() == 0;
    }
  }

  /**
   * Runs one training step.
   *
   * @param feeds what the input needs; stay the caller's
   * @param request the step's numbers, and what to bring back
   * @return what was asked for
   */
  public StepResult step(Feeds feeds, StepRequest request) {
    try (TFloat32 count = TFloat32.scalarOf(request.examples());
        TFloat32 rate = TFloat32.scalarOf((float) request.learningRate())) {
      Session.Runner runner =
          runner(feeds)
              .feed(output(NodeNames.EXAMPLES), count)
              .feed(output(NodeNames.LEARNING_RATE), rate)
              .addTarget(operation(NodeNames.TRAIN_STEP))
              .fetch(output(NodeNames.CROSS_ENTROPY))
              .fetch(output(NodeNames.INPUT_READY));
      if (request.wants(Extra.SUMMARY)) {
        runner.fetch(output(NodeNames.STEP_SUMMARY));
      }
      if (request.wants(Extra.ACCURACY)) {
        runner.fetch(output(NodeNames.CORRECT));
      }
      boolean metadata = request.wants(Extra.PLACEMENT) || request.wants(Extra.TRACE);
      if (metadata) {
        runner.setOptions(options(request));
      }
      double begun = secondsNow();
      try (Result result = metadata ? runner.runAndFetchMetadata() : runner.run()) {
        return new StepResult(
            scalar(result, 0),
            Math.max(0, ((TFloat64) result.get(1)).getDouble() - begun),
            request.wants(Extra.SUMMARY) ? ((TString) result.get(2)).asBytes().getObject() : null,
            result.getMetadata().map(ModelSession::placement).orElse(Map.of()),
            request.wants(Extra.ACCURACY) ? Math.round(scalar(result, result.size() - 1)) : null,
            request.wants(Extra.TRACE)
                ? StepTrace.of(result.getMetadata().orElseThrow().getStepStats())
                : null);
      }
    }
  }

  private static RunOptions options(StepRequest request) {
    RunOptions.TraceLevel level =
        request.wants(Extra.TRACE)
            ? RunOptions.TraceLevel.FULL_TRACE
            : RunOptions.TraceLevel.NO_TRACE;
    return RunOptions.newBuilder()
        .setOutputPartitionGraphs(request.wants(Extra.PLACEMENT))
        .setTraceLevel(level)
        .build();
  }

  private static float scalar(Result result, int index) {
    return ((TFloat32) result.get(index)).getFloat();
  }

  /** By the clock that TensorFlow reads too, to the microsecond. */
  private static double secondsNow() {
    Instant now = Instant.now();
    return now.getEpochSecond() + now.getNano() / 1e9;
  }

  private static Map<String, String> placement(RunMetadata metadata) {
    Map<String, String> devices = new LinkedHashMap<>();
    metadata
        .getPartitionGraphsList()
        .forEach(part -> part.getNodeList().forEach(n -> devices.put(n.getName(), n.getDevice())));
    return devices;
  }

  private Session.Runner runner(Feeds feeds) {
    Session.Runner runner = session.runner();
    feeds.forEach((name, tensor) -> runner.feed(output(name), tensor));
    return runner;
  }

  private Output<?> output(String name) {
    return operation(name).output(0);
  }

  private Operation operation(String name) {
    return operations.computeIfAbsent(name, graph::operationOrThrow);
  }

  /**
   * Fetches a float32 scalar.
   *
   * @param name of the operation
   * @return its value
   */
  public float fetchFloat(String name) {
    try (Result result = session.runner().fetch(name).run()) {
      return scalar(result, 0);
    }
  }

  /**
   * Fetches a string scalar.
   *
   * @param name of the operation
   * @return its bytes
   */
  public byte[] fetchBytes(String name) {
    try (Result result = session.runner().fetch(name).run()) {
      return ((TString) result.get(0)).asBytes().getObject();
    }
  }

  /**
   * Steps done.
   *
   * @return the step counter of a training graph
   */
  public long globalStep() {
    try (Result result = session.runner().fetch(NodeNames.GLOBAL_STEP).run()) {
      return ((TInt64) result.get(0)).getLong();
    }
  }

  /**
   * Values of all the model's variables, copied.
   *
   * @return row-major, by name
   */
  public Map<String, float[]> modelValues() {
    return values().model();
  }

  /**
   * Everything that a training step changes, copied.
   *
   * @return what {@link #assign} takes; of a graph that trains, or keeps what training goes on from
   */
  public TrainingState trainingState() {
    return new TrainingState(values().model(), values().optimizer(), globalStep());
  }

  /**
   * Gives all the model's variables values; slots and counters stay.
   *
   * @param values row-major, by name, as from {@link #modelValues()}
   */
  public void assignModel(Map<String, float[]> values) {
    values().assignModel(values);
  }

  /**
   * Gives everything that a training step changes values.
   *
   * @param state of a session of the same model and optimizer
   */
  public void assign(TrainingState state) {
    values().assignModel(state.model());
    values().assignTraining(state.optimizer(), state.globalStep());
  }

  private SessionValues values() {
    return new SessionValues(towers, graph, session);
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
        session
            .runner()
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
        session.runner().feed(scope + "/images", images).fetch(scope + "/probabilities").run()) {
      return SessionValues.floats((TFloat32) result.get(0));
    }
  }

  /** Saves and restores the variables. */
  SessionCheckpoints checkpoints() {
    return new SessionCheckpoints(session);
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
