package io.github.multigpumnist.input;

/** Drives one session's input: everything that must be run or fed for the steps to get examples. */
public interface BatchSource {

  /**
   * Called once, before the first epoch.
   *
   * @param session where the graph is open
   */
  void load(GraphRunner session);

  /**
   * Called before the first step of every epoch, and when a run goes on within an epoch.
   *
   * @param session where the graph is open
   * @param epoch from 0; with the seed it decides the order
   * @param firstStep the step of the epoch to begin with, from 0
   */
  void beginEpoch(GraphRunner session, long epoch, long firstStep);

  /**
   * What to feed in the next step; steps come in order.
   *
   * @param stepInEpoch from 0
   * @return to be closed by the caller
   */
  Feeds feeds(long stepInEpoch);
}
