package io.github.multigpumnist.optimizer;

import java.util.Objects;

/**
 * A rate that falls in a straight line over the whole run, however long it is: {@code last +
 * (initial − last) · (1 − t)}, t the share of the run after the warm-up that is over.
 *
 * @param initial the rate of the first step, or after the warm-up, above 0
 * @param last the rate that the run ends with, 0 or more; left out: 0
 * @param warmupEpochs passes over which the rate rises to {@code initial}, 0 or more; left out: 0
 */
public record LinearDecay(double initial, Double last, Double warmupEpochs)
    implements LearningRateSchedule {

  /** Fills in the defaults and checks the ranges. */
  public LinearDecay {
    last = Objects.requireNonNullElse(last, 0.0);
    warmupEpochs = Objects.requireNonNullElse(warmupEpochs, 0.0);
    Warmup.check(initial, last, warmupEpochs);
  }

  @Override
  public double at(RunPosition position) {
    return Warmup.at(
        position, initial, warmupEpochs, share -> last + (initial - last) * (1 - share));
  }

  @Override
  public boolean spansRun() {
    return true;
  }

  @Override
  public LinearDecay startingAt(double rate) {
    return new LinearDecay(rate, last, warmupEpochs);
  }

  @Override
  public String describe() {
    return "rate " + initial + ", linearly to " + last + Warmup.describe(warmupEpochs);
  }
}
