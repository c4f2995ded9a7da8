package io.github.multigpumnist.dataset;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Says in words what an exception without words of its own means. */
final class Reason {
  private Reason() {}

  static String of(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "host not found";
      }
      if (cause instanceof HttpConnectTimeoutException) {
        return "no answer";
      }
    }
    if (problem instanceof AccessDeniedException e) {
      return e.getFile() + ": permission denied";
    }
    if (problem instanceof FileSystemException e && e.getReason() == null) {
      return e.getFile() + ": cannot be written (" + e.getClass().getSimpleName() + ")";
    }
    if (problem instanceof ConnectException && problem.getMessage() == null) {
      return "no connection";
    }
    return problem.getMessage() == null ? problem.toString() : problem.getMessage();
  }
}
