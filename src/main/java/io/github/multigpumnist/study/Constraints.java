package io.github.multigpumnist.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Optuna's constraints of a trial, which are system attributes. */
final class Constraints {
  /** A list, as Optuna's samplers write it. */
  private static final String LIST = "constraints";

  /** Begins the name of each single one that Optuna 5 writes beside or in place of the list. */
  private static final String SINGLE = "constraints:";

  private Constraints() {}

  /** By name, which in a list is the position; what is no number is NaN, which no trial keeps. */
  static Map<String, Double> of(Map<String, Object> systemAttributes) {
    Map<String, Double> found = new LinkedHashMap<>();
    if (systemAttributes.get(LIST) instanceof List<?> list) {
      list.forEach(constraint -> found.put(Integer.toString(found.size()), number(constraint)));
    }
    systemAttributes.forEach(
        (key, value) -> {
          if (key.startsWith(SINGLE)) {
            found.put(key.substring(SINGLE.length()), number(value));
          }
        });
    return found;
  }

  private static double number(Object constraint) {
    return constraint instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
