package io.github.multigpumnist.training;

/** Is told of every epoch, and may end the run. */
@FunctionalInterface
public interface EpochListener {
  /** Lets the run go on. */
  EpochListener NONE = epoch -> true;

  /**
   * Called after every epoch's validation, on the thread that trains.
   *
   * @param epoch what it came to
   * @return false to end the run after this epoch
   */
  boolean afterEpoch(Epoch epoch);
}
