package io.github.multigpumnist.training;

import java.util.Map;
import java.util.Optional;

/** Training has left the numbers: a loss or a weight is infinite or not a number. */
public final class DivergedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private DivergedException(String message) {
    super(message);
  }

  /**
   * @param sign what was seen, such as {@code loss is NaN}
   * @param step after which it was seen
   * @param remedy what is left, or what to do
   */
  static DivergedException at(String sign, long step, String remedy) {
    return new DivergedException(sign + " at step " + step + ": the model diverged; " + remedy);
  }

  /** The first of a model's weights that is not finite, in words. */
  static Optional<String> sign(Map<String, float[]> weights) {
    for (Map.Entry<String, float[]> variable : weights.entrySet()) {
      for (float value : variable.getValue()) {
        if (!Float.isFinite(value)) {
          return Optional.of("a weight of " + variable.getKey() + " is " + value);
        }
      }
    }
    return Optional.empty();
  }
}
