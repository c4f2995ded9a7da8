package io.github.multigpumnist.runtime;

import java.util.Optional;
import java.util.regex.Pattern;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * Tells a step's exceptions that come of the cluster from those that come of the step.
 *
 * <p>TensorFlow-Java keeps no status code of UNAVAILABLE (a process is gone), ABORTED (it is
 * another one than before), DEADLINE_EXCEEDED (no answer in time), CANCELLED (as another failed) or
 * INTERNAL and UNKNOWN (the connection broke): all are plain {@link TensorFlowException}s, as are
 * NOT_FOUND and DATA_LOSS, so that the text must tell.
 */
final class ClusterFault {
  private static final Pattern TEXT =
      Pattern.compile(
          String.join(
              "|",
              "socket closed",
              "connection reset by peer",
              "failed to connect to all addresses",
              "connection refused",
              "broken pipe",
              "deadline exceeded", // a remote server plans the step
              "operation timed out", // this process's own server does
              "session (handle|[0-9a-f]+) is not found",
              "device incarnation",
              "\"grpc_status\":14"),
          Pattern.CASE_INSENSITIVE);

  private static final Pattern HEADING =
      Pattern.compile("=+|([A-Z_]+: )?From /job:.*|\\d+ root error.*");

  private ClusterFault() {}

  /** Whether a member that is gone, changed or silent explains the exception. */
  static boolean isOne(RuntimeException problem) {
    return problem.getClass().equals(TensorFlowException.class)
        && TEXT.matcher(String.valueOf(problem.getMessage())).find();
  }

  /** The exception of a session on the cluster, if it is one; whoever reads files wraps it. */
  static Optional<TensorFlowException> in(Throwable problem) {
    for (Throwable e = problem; e != null; e = e.getCause()) {
      if (e instanceof TensorFlowException candidate && isOne(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
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
