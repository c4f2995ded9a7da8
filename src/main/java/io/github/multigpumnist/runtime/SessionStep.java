package io.github.multigpumnist.runtime;

import io.github.multigpumnist.input.Feeds;
import io.github.multigpumnist.runtime.StepRequest.Extra;
import io.github.multigpumnist.tower.NodeNames;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TString;

/**
 * Runs training steps.
 *
 * @param clockAhead how far the clock of the variables' device is ahead of this process's, in
 *     seconds
 */
record SessionStep(SessionRuns runs, double clockAhead) {
  private static final int CLOCK_READINGS = 5;

  /** On this machine. */
  static SessionStep local(SessionRuns runs) {
    return new SessionStep(runs, 0);
  }

  /** On another machine, whose clock is read: the quickest reading is the most exact one. */
  static SessionStep remote(SessionRuns runs) {
    double quickest = Double.POSITIVE_INFINITY;
    double ahead = 0;
    for (int i = 0; i < CLOCK_READINGS; i++) {
      double begun = secondsNow();
      try (Result result = runs.runner().fetch(NodeNames.CLOCK).run()) {
        double took = secondsNow() - begun;
        if (took < quickest) {
          quickest = took;
          ahead = ((TFloat64) result.get(0)).getDouble() - (begun + took / 2);
        }
      }
    }
    return new SessionStep(runs, ahead);
  }

  StepResult run(Feeds feeds, StepRequest request) {
    try (TFloat32 count = TFloat32.scalarOf(request.examples());
        TFloat32 rate = TFloat32.scalarOf((float) request.learningRate());
        TFloat32 momentum = momentum(request)) {
      Session.Runner runner =
          runs.runner(feeds)
              .feed(runs.output(NodeNames.EXAMPLES), count)
              .feed(runs.output(NodeNames.LEARNING_RATE), rate)
              .addTarget(runs.operation(NodeNames.TRAIN_STEP))
              .fetch(runs.output(NodeNames.CROSS_ENTROPY))
              .fetch(runs.output(NodeNames.INPUT_READY));
      if (momentum != null) {
        runner.feed(runs.output(NodeNames.MOMENTUM), momentum);
      }
      if (request.wants(Extra.SUMMARY)) {
        runner.fetch(runs.output(NodeNames.STEP_SUMMARY));
      }
      if (request.wants(Extra.ACCURACY)) {
        runner.fetch(runs.output(NodeNames.CORRECT));
      }
      boolean metadata = request.wants(Extra.PLACEMENT) || request.wants(Extra.TRACE);
      if (metadata) {
        runner.setOptions(options(request));
      }
      double begun = secondsNow() + clockAhead;
      try (Result result = metadata ? runner.runAndFetchMetadata() : runner.run()) {
        return result(request, result, begun);
      }
    }
  }

  /** Null, which try-with-resources leaves alone, when the optimizer's own is to be taken. */
  private static TFloat32 momentum(StepRequest request) {
    return request.momentum().isPresent()
        ? TFloat32.scalarOf((float) request.momentum().getAsDouble())
        : null;
  }

  private static StepResult result(StepRequest request, Result result, double begun) {
    return new StepResult(
        scalar(result, 0),
        Math.max(0, ((TFloat64) result.get(1)).getDouble() - begun),
        request.wants(Extra.SUMMARY) ? ((TString) result.get(2)).asBytes().getObject() : null,
        result.getMetadata().map(SessionStep::placement).orElse(Map.of()),
        request.wants(Extra.ACCURACY) ? Math.round(scalar(result, result.size() - 1)) : null,
        request.wants(Extra.TRACE)
            ? StepTrace.of(result.getMetadata().orElseThrow().getStepStats())
            : null);
  }

  private RunOptions options(StepRequest request) {
    RunOptions.TraceLevel level =
        request.wants(Extra.TRACE)
            ? RunOptions.TraceLevel.FULL_TRACE
            : RunOptions.TraceLevel.NO_TRACE;
    return runs.options()
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
}
