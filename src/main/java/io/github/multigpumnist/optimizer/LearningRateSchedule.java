package io.github.multigpumnist.optimizer;

/**
 * The learning rate over training: {@code initial · factor^(epochs / every)}, in stairs or smooth.
 * It counts examples, not steps: the number of towers and the batch size do not change it.
 *
 * @param initial the rate of the first step, above 0
 * @param factor what the rate is multiplied with, above 0; 1 keeps it constant
 * @param everyEpochs after how many passes over the training data, above 0
 * @param staircase whether the rate changes only at whole multiples of {@code everyEpochs}
 */
public record LearningRateSchedule(
    double initial, double factor, double everyEpochs, boolean staircase) {

  /** Checks the ranges. */
  public LearningRateSchedule {
    Checks.positive("learning rate", initial);
    Checks.positive("learning-rate factor", factor);
    Checks.positive("learning-rate every_epochs", everyEpochs);
  }

  /**
   * A constant rate.
   *
   * @param rate the rate, above 0
   * @return a schedule that never changes it
   */
  public static LearningRateSchedule constant(double rate) {
    return new LearningRateSchedule(rate, 1, 1, true);
  }

  /**
   * The rate at a point of training.
   *
   * @param examples training examples seen so far, by all towers together
   * @param examplesPerEpoch training examples in one epoch
   * @return the rate of the next step
   */
  public double at(long examples, long examplesPerEpoch) {
    double periods = (double) examples / examplesPerEpoch / everyEpochs;
    return initial * StrictMath.pow(factor, staircase ? Math.floor(periods) : periods);
  }

  /**
   * The same course from another first rate.
   *
   * @param rate the rate of the first step, above 0
   * @return a schedule like this one
   */
  public LearningRateSchedule startingAt(double rate) {
    return new LearningRateSchedule(rate, factor, everyEpochs, staircase);
  }
}
