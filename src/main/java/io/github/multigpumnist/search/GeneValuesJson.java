package io.github.multigpumnist.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A gene's values in a space file. */
final class GeneValuesJson {
  private static final List<String> RANGE = List.of("low", "high", "step");
  private static final String EXPECTED =
      "a list of values or {\"low\": 1, \"high\": 4, \"step\": 1}";

  private GeneValuesJson() {}

  static GeneValues read(JsonNode json) {
    if (json.isArray()) {
      List<Object> values = new ArrayList<>();
      json.forEach(value -> values.add(value(value)));
      return new GeneValues.Categorical(values);
    }
    if (!json.isObject()) {
      throw new IllegalArgumentException("is " + json + ", expected " + EXPECTED);
    }
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!RANGE.contains(name)) {
        throw new IllegalArgumentException("unknown field '" + name + "', expected " + EXPECTED);
      }
    }
    int step = json.has("step") ? whole(json, "step") : 1;
    return new GeneValues.IntRange(whole(json, "low"), whole(json, "high"), step);
  }

  private static Object value(JsonNode json) {
    if (json.isInt()) {
      return json.intValue();
    }
    if (json.isTextual()) {
      return json.textValue();
    }
    if (json.isDouble()) {
      return json.doubleValue();
    }
    throw new IllegalArgumentException("value is " + json + ", expected a number or text");
  }

  private static int whole(JsonNode json, String name) {
    JsonNode number = json.path(name);
    if (!number.isInt()) {
      throw new IllegalArgumentException(
          name
              + (number.isMissingNode() ? " is missing" : " is " + number)
              + ", expected a whole number");
    }
    return number.intValue();
  }
}
