package io.github.multigpumnist.optimizer;

import java.util.Objects;

/**
 * A rate of {@code initial · factor^(epochs / every)}, in stairs or smooth, after a linear warm-up
 * from nearly 0.
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
public record ExponentialDecay(
    double initial, double factor, double everyEpochs, boolean staircase, Double warmupEpochs)
    implements LearningRateSchedule {

  /** Fills in the default and checks the ranges. */
  public ExponentialDecay {
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
  public ExponentialDecay(double initial, double factor, double everyEpochs, boolean staircase) {
    this(initial, factor, everyEpochs, staircase, 0.0);
  }

  @Override
  public double at(RunPosition position) {
    double periods = position.epochs() / everyEpochs;
    double course = initial * StrictMath.pow(factor, staircase ? Math.floor(periods) : periods);
    double warmup = warmupEpochs * position.examplesPerEpoch();
    // Not course * position.warmedUp(…): resumed runs of 0.1.0 keep their rates to the last bit.
    return position.warmsUp(warmupEpochs) ? course * (position.examples() + 1) / warmup : course;
  }

  @Override
  public boolean spansRun() {
    return false;
  }

  @Override
  public ExponentialDecay startingAt(double rate) {
    return new ExponentialDecay(rate, factor, everyEpochs, staircase, warmupEpochs);
  }

  @Override
  public String describe() {
    String course =
        factor == 1
            ? ""
            : " x "
                + factor
                + " every "
                + everyEpochs
                + " epochs"
                + (staircase ? "" : " (smoothly)");
    return "rate " + initial + course + Warmup.describe(warmupEpochs);
  }
}
