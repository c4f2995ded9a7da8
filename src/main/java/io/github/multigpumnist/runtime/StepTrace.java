package io.github.multigpumnist.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.StepStats;

/**
 * When each operation of a step ran, as TensorFlow measured it.
 *
 * @param executions in the order of their begin
 */
public record StepTrace(List<Execution> executions) {
  private static final Pattern OPERATION = Pattern.compile(" = \\[?(\\w+)");

  /** What a tensor's way between machines is called; of it only microseconds are told. */
  private static final String RECEIVED = "RecvTensor";

  /**
   * One operation's run.
   *
   * @param node the operation's name in the graph
   * @param operation its kind, such as {@code MatMul}; empty when TensorFlow does not say
   * @param device full name of the device
   * @param thread number of the thread that began it
   * @param beginNanos since 1970
   * @param endNanos of its computation, since 1970
   */
  public record Execution(
      String node, String operation, String device, long thread, long beginNanos, long endNanos) {}

  static StepTrace of(StepStats stats) {
    List<Execution> executions = new ArrayList<>();
    for (DeviceStepStats device : stats.getDevStatsList()) {
      for (NodeExecStats node : device.getNodeStatsList()) {
        executions.add(execution(device.getDevice(), node));
      }
    }
    executions.sort(Comparator.comparingLong(Execution::beginNanos));
    return new StepTrace(List.copyOf(executions));
  }

  private static Execution execution(String device, NodeExecStats node) {
    Matcher operation = OPERATION.matcher(node.getTimelineLabel());
    String transfer = node.getNodeName().equals(RECEIVED) ? RECEIVED : "";
    boolean exact = node.getAllStartNanos() != 0;
    long start = exact ? node.getAllStartNanos() : node.getAllStartMicros() * 1000;
    return new Execution(
        node.getNodeName(),
        operation.find() ? operation.group(1) : transfer,
        device,
        node.getThreadId(),
        start + (exact ? node.getOpStartRelNanos() : node.getOpStartRelMicros() * 1000),
        start + (exact ? node.getOpEndRelNanos() : node.getOpEndRelMicros() * 1000));
  }
}
