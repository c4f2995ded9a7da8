package io.github.multigpumnist.training;

import java.util.Optional;

/** Counts epochs without a better validation loss. */
final class Patience {

  /**
   * How far it has come.
   *
   * @param bestLoss lowest validation loss so far; null before the first epoch
   * @param epochsWithout epochs since then
   */
  record State(Double bestLoss, int epochsWithout) {}

  private final Optional<TrainingConfig.EarlyStopping> stopping;
  private State state;

  Patience(Optional<TrainingConfig.EarlyStopping> stopping, State state) {
    this.stopping = stopping;
    this.state = state;
  }

  static State start() {
    return new State(null, 0);
  }

  /** Takes an epoch's validation loss; true when it is the best so far. */
  boolean better(double loss) {
    boolean better = state.bestLoss() == null || loss < state.bestLoss();
    state = better ? new State(loss, 0) : new State(state.bestLoss(), state.epochsWithout() + 1);
    return better;
  }

  boolean exhausted() {
    return stopping.map(s -> state.epochsWithout() >= s.patience()).orElse(false);
  }

  State state() {
    return state;
  }
}
