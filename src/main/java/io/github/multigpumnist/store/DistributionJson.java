package io.github.multigpumnist.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Optuna's text of a distribution, {@code distribution_json}. */
final class DistributionJson {
  private static final String CATEGORICAL = "CategoricalDistribution";
  private static final String INTEGER = "IntDistribution";
  private static final String NAME = "name";
  private static final String ATTRIBUTES = "attributes";
  private static final String CHOICES = "choices";

  private DistributionJson() {}

  static String write(Distribution distribution) {
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    if (distribution instanceof Distribution.Categorical categorical) {
      attributes.set(CHOICES, Json.ofPlain(categorical.choices()));
      return named(CATEGORICAL, attributes);
    }
    if (distribution instanceof Distribution.IntRange range) {
      attributes.put("log", false);
      attributes.put("step", range.step());
      attributes.put("low", range.low());
      attributes.put("high", range.high());
      return named(INTEGER, attributes);
    }
    return ((Distribution.Other) distribution).json();
  }

  private static String named(String name, ObjectNode attributes) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put(NAME, name);
    node.set(ATTRIBUTES, attributes);
    return Json.write(node);
  }

  /** Other when it is not of the kinds that are written here, or not as those should be. */
  static Distribution read(JsonNode node, String text) {
    JsonNode attributes = node.path(ATTRIBUTES);
    try {
      if (isCategorical(node)) {
        List<Object> choices = new ArrayList<>();
        attributes.path(CHOICES).forEach(choice -> choices.add(Json.toPlain(choice)));
        return new Distribution.Categorical(choices);
      }
      if (node.path(NAME).asText().equals(INTEGER) && !attributes.path("log").asBoolean()) {
        return new Distribution.IntRange(
            attributes.path("low").asLong(),
            attributes.path("high").asLong(),
            attributes.path("step").asLong(1));
      }
    } catch (IllegalArgumentException e) {
      return new Distribution.Other(text); // Optuna takes it
    }
    return new Distribution.Other(text);
  }

  static boolean isCategorical(JsonNode node) {
    return node.path(NAME).asText().equals(CATEGORICAL);
  }

  /** Logarithmic ranges too, and those of Optuna 2. */
  static boolean isWhole(JsonNode node) {
    return node.path(NAME).asText().startsWith("Int");
  }

  /** Those of a categorical distribution. */
  static JsonNode choices(JsonNode node) {
    return node.path(ATTRIBUTES).path(CHOICES);
  }
}
