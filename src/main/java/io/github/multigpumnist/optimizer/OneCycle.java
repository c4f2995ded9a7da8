package io.github.multigpumnist.optimizer;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A rate that rises from {@code maximum / 25} to {@code maximum} and then falls to nearly 0, each
 * along half a cosine, once over the whole run; if wanted, the momentum moves against it.
 *
 * <p>Source: Smith and Topin 2018, "Super-convergence: very fast training of neural networks using
 * large learning rates"; Smith 2018, "A disciplined approach to neural network hyper-parameters",
 * for the momentum. The defaults are those of PyTorch's {@code OneCycleLR}.
 *
 * @param maximum the highest rate, above 0
 * @param risingShare the share of the run over which the rate rises, above 0 and below 1; left out:
 *     0.3
 * @param startDivisor the first rate is {@code maximum} over this, 1 or more; left out: 25
 * @param endDivisor the last rate is the first one over this, 1 or more; left out: 10,000
 * @param highMomentum the momentum at the lowest rates, 0 or more and below 1; left out: the
 *     momentum stays the optimizer's
 * @param lowMomentum the momentum at the highest rate, 0 or more and below 1; given when {@code
 *     highMomentum} is
 */
public record OneCycle(
    double maximum,
    Double risingShare,
    Double startDivisor,
    Double endDivisor,
    Double highMomentum,
    Double lowMomentum)
    implements LearningRateSchedule {

  /** Fills in the defaults and checks the ranges. */
  public OneCycle {
    risingShare = Objects.requireNonNullElse(risingShare, 0.3);
    startDivisor = Objects.requireNonNullElse(startDivisor, 25.0);
    endDivisor = Objects.requireNonNullElse(endDivisor, 1e4);
    Checks.positive("learning-rate maximum", maximum);
    Checks.positive("learning-rate rising_share", risingShare);
    Checks.fraction("learning-rate rising_share", risingShare);
    Checks.atLeastOne("learning-rate start_divisor", startDivisor);
    Checks.atLeastOne("learning-rate end_divisor", endDivisor);
    if ((highMomentum == null) != (lowMomentum == null)) {
      throw new IllegalArgumentException(
          "learning-rate high_momentum is "
              + highMomentum
              + ", low_momentum is "
              + lowMomentum
              + ", expected both or none of them");
    }
    if (highMomentum != null) {
      Checks.fraction("learning-rate high_momentum", highMomentum);
      Checks.fraction("learning-rate low_momentum", lowMomentum);
    }
  }

  /**
   * The usual cycle, with the optimizer's momentum.
   *
   * @param maximum the highest rate, above 0
   */
  public OneCycle(double maximum) {
    this(maximum, null, null, null, null, null);
  }

  @Override
  public double at(RunPosition position) {
    double first = maximum / startDivisor;
    return along(position, first, maximum, first / endDivisor);
  }

  @Override
  public OptionalDouble momentumAt(RunPosition position) {
    return changesMomentum()
        ? OptionalDouble.of(along(position, highMomentum, lowMomentum, highMomentum))
        : OptionalDouble.empty();
  }

  private double along(RunPosition position, double first, double middle, double last) {
    double share = position.shareAfter(0);
    return share < risingShare
        ? CosineDecay.between(first, middle, share / risingShare)
        : CosineDecay.between(middle, last, (share - risingShare) / (1 - risingShare));
  }

  @Override
  public boolean changesMomentum() {
    return highMomentum != null;
  }

  @Override
  public boolean spansRun() {
    return true;
  }

  @Override
  public OneCycle startingAt(double rate) {
    return new OneCycle(rate, risingShare, startDivisor, endDivisor, highMomentum, lowMomentum);
  }

  @Override
  public String describe() {
    String momentum =
        changesMomentum()
            ? ", momentum from " + highMomentum + " to " + lowMomentum + " and back"
            : "";
    return "rate in one cycle, " + maximum + " after " + risingShare + " of the run" + momentum;
  }
}
