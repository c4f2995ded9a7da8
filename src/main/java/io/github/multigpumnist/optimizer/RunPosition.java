package io.github.multigpumnist.optimizer;

/**
 * How far a training run has come.
 *
 * @param examples training examples seen so far, by all towers together, 0 or more
 * @param examplesPerEpoch training examples in one epoch, 1 or more
 * @param examplesInRun training examples that the whole run sees, {@link #OPEN_END} when only early
 *     stopping or a listener ends it
 */
public record RunPosition(long examples, long examplesPerEpoch, long examplesInRun) {

  /** The length of a run that has no last step. */
  public static final long OPEN_END = Long.MAX_VALUE;

  /**
   * Epochs so far.
   *
   * @return passes over the training data, a fraction within an epoch
   */
  double epochs() {
    return (double) examples / examplesPerEpoch;
  }

  /** Whether a linear warm-up of so many epochs is not over. */
  boolean warmsUp(double epochs) {
    return examples < epochs * examplesPerEpoch;
  }

  /** How far a linear warm-up has come at the end of the next example: above 0, at most 1. */
  double warmedUp(double epochs) {
    return (examples + 1) / (epochs * examplesPerEpoch);
  }

  /** How much of the run after a warm-up is over, from 0 to 1. */
  double shareAfter(double warmupEpochs) {
    double warmup = warmupEpochs * examplesPerEpoch;
    return (examples - warmup) / (examplesInRun - warmup);
  }
}
