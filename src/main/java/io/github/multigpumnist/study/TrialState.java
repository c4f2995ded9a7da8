package io.github.multigpumnist.study;

/** Where a trial stands; the names are Optuna's. */
public enum TrialState {
  /** Claimed by a worker. */
  RUNNING,
  /** Ended with a value. */
  COMPLETE,
  /** Ended early by a pruner. */
  PRUNED,
  /** Ended without a value. */
  FAIL,
  /** Queued. */
  WAITING;

  /**
   * Whether a trial in this state never changes again.
   *
   * @return true for complete, pruned and failed trials
   */
  public boolean isFinished() {
    return this != RUNNING && this != WAITING;
  }
}
