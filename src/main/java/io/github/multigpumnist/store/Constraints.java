package io.github.multigpumnist.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Optuna's constraints of a trial, which are system attributes. */
final class Constraints {
  /** A list, as Optuna's samplers write it. */
  private static final String LIST = "constraints";

  /** Begins the name of each single one that Optuna 5 writes beside or in place of the list. */
  private static final String SINGLE = "constraints:";

  private Constraints() {}

  /** By name, which in a list is the position; what is no number is NaN, which no trial keeps. */
  static Map<String, Double> of(Map<String, JsonNode> systemAttributes) {
    Map<String, Double> found = new LinkedHashMap<>();
    JsonNode list = systemAttributes.get(LIST);
    if (list != null) {
      list.forEach(c -> found.put(Integer.toString(found.size()), c.asDouble(Double.NaN)));
    }
    systemAttributes.forEach(
        (key, value) -> {
          if (key.startsWith(SINGLE)) {
            found.put(key.substring(SINGLE.length()), value.asDouble(Double.NaN));
          }
        });
    return found;
  }
}
