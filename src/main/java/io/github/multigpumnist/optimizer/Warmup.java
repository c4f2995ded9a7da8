package io.github.multigpumnist.optimizer;

import java.util.function.DoubleUnaryOperator;

/**
 * A rate that rises linearly from nearly 0 and then follows a course over what is left of the run.
 *
 * <p>Source: Goyal et al. 2017, "Accurate, large minibatch SGD: training ImageNet in 1 hour",
 * section 2.2.
 */
final class Warmup {
  private Warmup() {}

  /**
   * The rate at a point of the run.
   *
   * @param peak the rate at the end of the warm-up
   * @param warmupEpochs 0 or more; a run that is shorter ends while the rate still rises
   * @param course the rate by the share of the run after the warm-up that is over, 0 to 1
   */
  static double at(
      RunPosition position, double peak, double warmupEpochs, DoubleUnaryOperator course) {
    return position.warmsUp(warmupEpochs)
        ? peak * position.warmedUp(warmupEpochs)
        : course.applyAsDouble(position.shareAfter(warmupEpochs));
  }

  /** Checks the settings of a course that falls from one rate to another after a warm-up. */
  static void check(double initial, double last, double warmupEpochs) {
    Checks.positive("learning rate", initial);
    Checks.notNegative("learning-rate last", last);
    Checks.notNegative("learning-rate warmup_epochs", warmupEpochs);
  }

  static String describe(double warmupEpochs) {
    return warmupEpochs > 0 ? " after " + warmupEpochs + " epochs of warm-up" : "";
  }
}
