package io.github.multigpumnist.training;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** What a run keeps of its weights along the way: checkpoints, or copies in memory. */
sealed interface Keeper permits RunCheckpoints, BestWeights {

  /**
   * Keeps the weights if it is time to.
   *
   * @param state what to keep beside them
   * @return whether that took time
   */
  boolean keep(long step, Supplier<RunState> state) throws IOException;

  /**
   * Looks at the weights of a completed epoch.
   *
   * @throws DivergedException when one is infinite or not a number
   */
  void requireFiniteWeights(long step);

  /** Keeps the weights of the best epoch so far; {@link #requireFiniteWeights} came before. */
  void keepBest(long step, RunState state) throws IOException;

  /** Gives the model the weights of the best epoch; says where they were, if there were any. */
  Optional<String> restoreBest() throws IOException;

  /** Keeps what a run ends with, finished or interrupted. */
  void end(long step, RunState state) throws IOException;

  /** What to throw when a step's loss is no number. */
  DivergedException diverged(float loss, long step);
}
