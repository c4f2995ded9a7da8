package io.github.multigpumnist.runtime;

import java.io.IOException;

/** A member of the cluster is gone, or is another process than before, or does not answer. */
public final class ClusterFaultException extends IOException {
  private static final long serialVersionUID = 1;

  ClusterFaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
