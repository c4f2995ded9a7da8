package io.github.multigpumnist.runtime;

import java.io.IOException;

/** A member of the cluster is gone, or is another process than before, or does not answer. */
public final class ClusterFaultException extends IOException {
  private static final long serialVersionUID = 1;

  /** Whether a member was found that explains it. */
  private final boolean memberAtFault;

  ClusterFaultException(String message, boolean memberAtFault, Throwable cause) {
    super(message, cause);
    this.memberAtFault = memberAtFault;
  }

  /**
   * Whether a member was found that explains the fault.
   *
   * @return false when every task answers, and is the same process as before
   */
  public boolean memberAtFault() {
    return memberAtFault;
  }
}
