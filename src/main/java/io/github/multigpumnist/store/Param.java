package io.github.multigpumnist.store;

/**
 * A parameter of a trial.
 *
 * @param value a text, Boolean, Integer (Long where it needs one) or Double
 * @param distribution what it may be
 */
public record Param(Object value, Distribution distribution) {
  /** Checks that the distribution has the value. */
  public Param {
    value = normal(value);
    if (!has(distribution, value)) {
      throw new IllegalArgumentException("value is " + value + ", expected one of " + distribution);
    }
  }

  static boolean has(Distribution distribution, Object value) {
    if (distribution instanceof Distribution.Categorical categorical) {
      return categorical.choices().contains(value);
    }
    if (distribution instanceof Distribution.IntRange range) {
      return (value instanceof Integer || value instanceof Long)
          && ((Number) value).longValue() >= range.low()
          && ((Number) value).longValue() <= range.high()
          && (((Number) value).longValue() - range.low()) % range.step() == 0;
    }
    return true;
  }

  /** Optuna's {@code param_value}: the index of a choice, or the number. */
  double stored() {
    return distribution instanceof Distribution.Categorical categorical
        ? categorical.choices().indexOf(value)
        : ((Number) value).doubleValue();
  }

  /** As Jackson reads numbers, so that what is read equals what was written. */
  static Object normal(Object value) {
    if (value instanceof Float number) {
      return number.doubleValue();
    }
    if (value instanceof Long || value instanceof Short || value instanceof Byte) {
      long number = ((Number) value).longValue();
      if (number == (int) number) {
        return (int) number;
      }
    }
    return value;
  }
}
