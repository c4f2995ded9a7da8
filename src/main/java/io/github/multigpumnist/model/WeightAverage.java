package io.github.multigpumnist.model;

import java.util.Objects;

/**
 * An exponential moving average a of every trained variable w, which evaluation, prediction and
 * export use in its place: a ← a − (1 − d) · (a − w) after each step's update, from the first
 * values on. Statistics of batch normalisation are averages already and are used as they are.
 * Source: TensorFlow 1's {@code tf.train.ExponentialMovingAverage}; Polyak and Juditsky 1992,
 * "Acceleration of stochastic approximation by averaging".
 *
 * @param decay what d comes to, 0 or more and below 1: 0.999 averages over the last thousand steps
 *     or so
 * @param warmUp whether d is min(decay, (1 + t) / (10 + t)) after step t, the first one's t being
 *     1, so that the first values are soon forgotten; left out: true. In TensorFlow t is {@code
 *     num_updates}: the step counter, where the averages move after the step that counts it up
 */
public record WeightAverage(double decay, Boolean warmUp) {

  /** Checks ranges. */
  public WeightAverage {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException(
          "decay of the average is " + decay + ", expected 0 or more, below 1");
    }
    warmUp = Objects.requireNonNullElse(warmUp, true);
  }

  /**
   * The settings in words.
   *
   * @return such as {@code decay 0.999, with warm-up}
   */
  public String describe() {
    return "decay " + decay + (warmUp ? ", with warm-up" : ", without warm-up");
  }
}
