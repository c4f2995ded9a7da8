package io.github.multigpumnist.runtime;

import io.github.multigpumnist.input.Feeds;
import io.github.multigpumnist.runtime.StepRequest.Extra;
import io.github.multigpumnist.tower.NodeNames;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TString;

/** Runs training steps. */
record SessionStep(SessionRuns runs) {

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
              .fetch(runs.output(NodeNames.INPUT_WAIT));
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
      try (Result result = metadata ? runner.runAndFetchMetadata() : runner.run()) {
        return result(request, result);
      }
    }
  }

  /** Null, which try-with-resources leaves alone, when the optimizer's own is to be taken. */
  private static TFloat32 momentum(StepRequest request) {
    return request.momentum().isPresent()
        ? TFloat32.scalarOf((float) request.momentum().getAsDouble())
        : null;
  }

  private static StepResult result(StepRequest request, Result result) {
    return new StepResult(
        scalar(result, 0),
        Math.max(0, ((TFloat64) result.get(1)).getDouble()),
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

  private static Map<String, String> placement(RunMetadata metadata) {
    Map<String, String> devices = new LinkedHashMap<>();
    metadata
        .getPartitionGraphsList()
        .forEach(part -> part.getNodeList().forEach(n -> devices.put(n.getName(), n.getDevice())));
    return devices;
  }
}
