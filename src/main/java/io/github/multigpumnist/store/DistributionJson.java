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

  private DistributionJson() {}

  static String write(Distribution distribution) {
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    if (distribution instanceof Distribution.Categorical categorical) {
      attributes.set("choices", Json.ofPlain(categorical.choices()));
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
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", name);
    node.set("attributes", attributes);
    return Json.write(node);
  }

  static Distribution read(String text, String what) throws StoreException {
    JsonNode node = Json.read(text, what);
    JsonNode attributes = node.path("attributes");
    String name = node.path("name").asText();
    try {
      if (name.equals(CATEGORICAL)) {
        List<Object> choices = new ArrayList<>();
        attributes.path("choices").forEach(choice -> choices.add(Json.toPlain(choice)));
        return new Distribution.Categorical(choices);
      }
      if (name.equals(INTEGER) && !attributes.path("log").asBoolean()) {
        return new Distribution.IntRange(
            attributes.path("low").asLong(),
            attributes.path("high").asLong(),
            attributes.path("step").asLong(1));
      }
    } catch (IllegalArgumentException e) {
      throw new StoreException(what + ": " + e.getMessage(), e);
    }
    return new Distribution.Other(text);
  }
}
