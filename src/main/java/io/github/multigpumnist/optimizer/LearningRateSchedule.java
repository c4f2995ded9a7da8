package io.github.multigpumnist.optimizer;

import java.util.Objects;

/**
 * The learning rate over training: {@code initial · factor^(epochs / every)}, in stairs or smooth,
 * after a linear warm-up from nearly 0. It counts examples, not steps: the number of towers and the
 * batch size do not change it.
 *
 * <p>Source of the warm-up: Goyal et al. 2017, "Accurate, large minibatch SGD: training ImageNet in
 * 1 hour", section 2.2.
 *
 * @param initial the rate of the first step, or after the warm-up, above 0
 * @param factor what the rate is multiplied with, above 0; 1 keeps it constant
 * @param everyEpochs after how many passes over the training data, above 0
 * @param staircase whether the rate changes only at whole multiples of {@code everyEpochs}
 * @param warmupEpochs passes over which the rate rises to its course, 0 or more; left out: 0
 */
public record LearningRateSchedule(
    double initial, double factor, double everyEpochs, boolean staircase, Double warmupEpochs) {

  /** Fills in the default and checks the ranges. */
  public LearningRateSchedule {
    Checks.positive("learning rate", initial);
    Checks.positive("learning-rate factor", factor);
    Checks.positive("learning-rate every_epochs", everyEpochs);
    warmupEpochs = Objects.requireNonNullElse(warmupEpochs, 0.0);
    Checks.notNegative("learning-rate warmup_epochs", warmupEpochs);
  }

  /**
   * A schedule without warm-up.
   *
   * @param initial the rate of the first step, above 0
   * @param factor what the rate is multiplied with, above 0
   * @param everyEpochs after how many passes over the training data, above 0
   * @param staircase whether the rate changes only at whole multiples of {@code everyEpochs}
   */
  public LearningRateSchedule(
      double initial, double factor, double everyEpochs, boolean staircase) {
    this(initial, factor, everyEpochs, staircase, 0.0);
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
    double course = initial * StrictMath.pow(factor, staircase ? Math.floor(periods) : periods);
    double warmup = warmupEpochs * examplesPerEpoch;
    return examples < warmup ? course * (examples + 1) / warmup : course;
  }

  /**
   * The same course from another first rate.
   *
   * @param rate the rate of the first step, above 0
   * @return a schedule like this one
   */
  public LearningRateSchedule startingAt(double rate) {
    return new LearningRateSchedule(rate, factor, everyEpochs, staircase, warmupEpochs);
  }
}
