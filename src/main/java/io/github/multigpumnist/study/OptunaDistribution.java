package io.github.multigpumnist.study;

import io.github.multigpumnist.space.Distribution;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Optuna's text of what a parameter may be, {@code distribution_json}, and what the number beside
 * it means there. Optuna goes on with a value that its distribution has not (it only warns), so a
 * number is read as it is.
 *
 * @param name such as {@code CategoricalDistribution}
 * @param choices empty unless it is that
 */
record OptunaDistribution(String name, List<?> choices) {
  private static final String CATEGORICAL = "CategoricalDistribution";
  private static final String NAME = "name";
  private static final String ATTRIBUTES = "attributes";
  private static final String CHOICES = "choices";

  static String write(Distribution distribution) {
    if (distribution instanceof Distribution.Categorical categorical) {
      return named(CATEGORICAL, Map.of(CHOICES, categorical.choices()));
    }
    if (distribution instanceof Distribution.IntRange range) {
      return named("IntDistribution", range(range.log(), range.step(), range.low(), range.high()));
    }
    Distribution.FloatRange range = (Distribution.FloatRange) distribution;
    return named("FloatDistribution", range(range.log(), null, range.low(), range.high()));
  }

  private static Map<String, Object> range(boolean log, Integer step, Number low, Number high) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("log", log);
    attributes.put("step", step);
    attributes.put("low", low);
    attributes.put("high", high);
    return attributes;
  }

  private static String named(String name, Map<String, ?> attributes) {
    Map<String, Object> text = new LinkedHashMap<>();
    text.put(NAME, name);
    text.put(ATTRIBUTES, attributes);
    return Json.write(text);
  }

  /** Optuna's {@code param_value}: the index of a choice, or the number. */
  static double stored(Distribution distribution, Object value) {
    if (!(distribution instanceof Distribution.Categorical categorical)) {
      return ((Number) value).doubleValue();
    }
    int index = categorical.choices().indexOf(value);
    if (index < 0) {
      throw new IllegalArgumentException(
          "value is " + value + ", expected one of " + categorical.choices());
    }
    return index;
  }

  static OptunaDistribution read(String text, String what) throws StoreException {
    if (Json.read(text, what) instanceof Map<?, ?> json && json.get(NAME) instanceof String name) {
      boolean listed =
          name.equals(CATEGORICAL)
              && json.get(ATTRIBUTES) instanceof Map<?, ?> attributes
              && attributes.get(CHOICES) instanceof List<?>;
      return new OptunaDistribution(
          name, listed ? (List<?>) ((Map<?, ?>) json.get(ATTRIBUTES)).get(CHOICES) : List.of());
    }
    throw new StoreException(what + " is " + text + ", expected one of Optuna's distributions");
  }

  /** Fails where Optuna does: when there is no such choice. */
  Object value(double stored, String what) throws StoreException {
    if (!name.equals(CATEGORICAL)) {
      return number(stored);
    }
    if (!(stored >= 0 && stored < choices.size())) {
      throw new StoreException(what + " is " + stored + ", expected one of " + Json.write(choices));
    }
    return choices.get((int) stored);
  }

  /** Those of logarithmic ranges and of Optuna 2 are whole too. */
  private Object number(double stored) {
    if (!name.startsWith("Int") || !Double.isFinite(stored)) {
      return stored;
    }
    BigInteger whole = new BigDecimal(stored).toBigInteger();
    if (whole.bitLength() < Integer.SIZE) {
      return whole.intValue();
    }
    return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
  }
}
