package io.github.multigpumnist.study;

/** Which values of a study are the better ones; the names are Optuna's. */
public enum Direction {
  /** Smaller is better. */
  MINIMIZE,
  /** Larger is better. */
  MAXIMIZE
}
