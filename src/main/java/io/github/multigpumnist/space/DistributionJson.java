package io.github.multigpumnist.space;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Reads a gene's values in a space file. */
final class DistributionJson {
  private static final List<String> RANGE = List.of("low", "high", "step", "log");
  private static final String EXPECTED =
      "a list of values or {\"low\": 1, \"high\": 4, \"step\": 1}";

  private DistributionJson() {}

  static Distribution read(JsonNode json) {
    if (json.isArray()) {
      List<Object> values = new ArrayList<>();
      json.forEach(value -> values.add(value(value)));
      return new Distribution.Categorical(values);
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
    JsonNode log = json.path("log");
    if (!log.isMissingNode() && !log.isBoolean()) {
      throw new IllegalArgumentException("log is " + log + ", expected true or false");
    }
    return json.path("low").isDouble() || json.path("high").isDouble()
        ? floats(json, log.asBoolean())
        : integers(json, log.asBoolean());
  }

  private static Distribution integers(JsonNode json, boolean log) {
    int step = json.has("step") ? whole(json, "step") : 1;
    return new Distribution.IntRange(whole(json, "low"), whole(json, "high"), step, log);
  }

  private static Distribution floats(JsonNode json, boolean log) {
    if (json.has("step")) {
      throw new IllegalArgumentException(
          "step is " + json.get("step") + ", expected none where low or high is no whole number");
    }
    return new Distribution.FloatRange(number(json, "low"), number(json, "high"), log);
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
    if (!json.path(name).isInt()) {
      throw missing(json, name, "a whole number");
    }
    return json.path(name).intValue();
  }

  private static double number(JsonNode json, String name) {
    if (!json.path(name).isNumber()) {
      throw missing(json, name, "a number");
    }
    return json.path(name).doubleValue();
  }

  private static IllegalArgumentException missing(JsonNode json, String name, String expected) {
    JsonNode found = json.path(name);
    return new IllegalArgumentException(
        name + (found.isMissingNode() ? " is missing" : " is " + found) + ", expected " + expected);
  }
}
