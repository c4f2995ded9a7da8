package io.github.multigpumnist.training;

import java.util.OptionalInt;

/** Counts epochs without a better validation loss. */
final class EarlyStopping {

  /**
   * How far it has come.
   *
   * @param bestLoss lowest validation loss so far; null before the first epoch
   * @param epochsWithout epochs since then
   */
  record State(Double bestLoss, int epochsWithout) {}

  private final OptionalInt patience;
  private State state;

  EarlyStopping(OptionalInt patience, State state) {
    this.patience = patience;
    this.state = state;
  }

  static State start() {
    return new State(null, 0);
  }

  /** Takes an epoch's validation loss; true when it is the best so far. */
  boolean add(double loss) {
    boolean better = state.bestLoss() == null || loss < state.bestLoss();
    state = better ? new State(loss, 0) : new State(state.bestLoss(), state.epochsWithout() + 1);
    return better;
  }

  boolean enough() {
    return patience.isPresent() && state.epochsWithout() >= patience.getAsInt();
  }

  State state() {
    return state;
  }
}
