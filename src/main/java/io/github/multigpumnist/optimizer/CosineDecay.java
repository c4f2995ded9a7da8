package io.github.multigpumnist.optimizer;

import java.util.Objects;

/**
 * A rate that falls along half a cosine over the whole run, however long it is: {@code last +
 * (initial − last) · (1 + cos πt) / 2}, t the share of the run after the warm-up that is over.
 *
 * <p>Source: Loshchilov and Hutter 2017, "SGDR: stochastic gradient descent with warm restarts",
 * equation 5, without restarts.
 *
 * @param initial the rate of the first step, or after the warm-up, above 0
 * @param last the rate that the run ends with, 0 or more; left out: 0
 * @param warmupEpochs passes over which the rate rises to {@code initial}, 0 or more; left out: 0
 */
public record CosineDecay(double initial, Double last, Double warmupEpochs)
    implements LearningRateSchedule {

  /** Fills in the defaults and checks the ranges. */
  public CosineDecay {
    last = Objects.requireNonNullElse(last, 0.0);
    warmupEpochs = Objects.requireNonNullElse(warmupEpochs, 0.0);
    Warmup.check(initial, last, warmupEpochs);
  }

  @Override
  public double at(RunPosition position) {
    return Warmup.at(position, initial, warmupEpochs, share -> between(initial, last, share));
  }

  /** From one number to another along half a cosine, as the share goes from 0 to 1. */
  static double between(double first, double last, double share) {
    return last + (first - last) * (1 + StrictMath.cos(Math.PI * share)) / 2;
  }

  @Override
  public boolean spansRun() {
    return true;
  }

  @Override
  public CosineDecay startingAt(double rate) {
    return new CosineDecay(rate, last, warmupEpochs);
  }

  @Override
  public String describe() {
    return "rate " + initial + ", along a cosine to " + last + Warmup.describe(warmupEpochs);
  }
}
