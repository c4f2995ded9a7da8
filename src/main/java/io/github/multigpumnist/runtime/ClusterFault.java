package io.github.multigpumnist.runtime;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.tensorflow.exceptions.TFFailedPreconditionException;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * Tells a step's exceptions that come of the cluster from those that come of the step.
 *
 * <p>TensorFlow-Java keeps no status code of UNAVAILABLE (a process is gone), ABORTED (it is
 * another one than before), DEADLINE_EXCEEDED (no answer in time), CANCELLED (as another failed) or
 * INTERNAL and UNKNOWN (the connection broke): all are plain {@link TensorFlowException}s, as are
 * NOT_FOUND and DATA_LOSS, so that the text must tell. A parameter server that is a new process
 * since has no variables: a failed precondition.
 */
final class ClusterFault {
  private static final List<String> TEXTS =
      List.of(
          "socket closed",
          "failed to connect to all addresses",
          "connection reset",
          "connection refused",
          "broken pipe",
          "goaway",
          "transport closed",
          "stream removed",
          "deadline exceeded",
          "operation timed out",
          "session handle is not found",
          "session is not found",
          "worker_session",
          "incarnation",
          "the master session",
          "has been garbage collected",
          "unavailable:",
          "aborted:",
          "could not find variable",
          "\"grpc_status\":14",
          "\"grpc_status\":4,",
          "\"grpc_status\":4}");

  private static final Pattern HEADING = Pattern.compile("=+|From /job:.*|\\d+ root error.*");

  private ClusterFault() {}

  /** Whether a member that is gone, changed or silent explains the exception. */
  static boolean isOne(RuntimeException problem) {
    boolean mayBe =
        problem.getClass().equals(TensorFlowException.class)
            || problem instanceof TFFailedPreconditionException;
    String text = String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT);
    return mayBe && TEXTS.stream().anyMatch(text::contains);
  }

  /** What TensorFlow says, without the dump around it. */
  static String firstLine(RuntimeException problem) {
    return String.valueOf(problem.getMessage())
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !HEADING.matcher(line).matches())
        .findFirst()
        .orElse("no message");
  }
}
