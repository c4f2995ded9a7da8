package io.github.multigpumnist.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What a parameter may be, as Optuna writes it. It must not change within a study. */
public sealed interface Distribution {
  /**
   * One of several values.
   *
   * @param choices texts, numbers or booleans, each once, in an order that stays
   */
  record Categorical(List<Object> choices) implements Distribution {
    /** Checks the choices and makes 64 and 64L the same. */
    public Categorical {
      choices = choices.stream().map(Param::normal).toList();
      if (choices.isEmpty() || choices.stream().distinct().count() < choices.size()) {
        throw new IllegalArgumentException(
            "choices are " + choices + ", expected at least one, none of them twice");
      }
    }
  }

  /**
   * An integer in a range.
   *
   * @param low the smallest
   * @param high the largest, reached by whole steps from the smallest
   * @param step at least 1
   */
  record IntRange(long low, long high, long step) implements Distribution {
    /** Checks the range. */
    public IntRange {
      if (step < 1 || high < low || (high - low) % step != 0) {
        throw new IllegalArgumentException(
            "range is %d to %d by %d, expected low <= high, whole steps of at least 1"
                .formatted(low, high, step));
      }
    }
  }

  /**
   * Another distribution of Optuna's, which is read but never written here.
   *
   * @param json Optuna's text
   */
  record Other(String json) implements Distribution {}

  /**
   * Optuna's text.
   *
   * @return the JSON of {@code distribution_json}
   */
  default String json() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    ObjectNode attributes = nodes.objectNode();
    if (this instanceof Categorical categorical) {
      attributes.set("choices", Json.ofPlain(categorical.choices()));
      return named("CategoricalDistribution", attributes);
    }
    if (this instanceof IntRange range) {
      attributes.put("log", false);
      attributes.put("step", range.step());
      attributes.put("low", range.low());
      attributes.put("high", range.high());
      return named("IntDistribution", attributes);
    }
    return ((Other) this).json();
  }

  private static String named(String name, ObjectNode attributes) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", name);
    node.set("attributes", attributes);
    return Json.write(node);
  }

  /** Reads what {@link #json} or Optuna wrote. */
  static Distribution parse(String text, String what) throws StoreException {
    JsonNode node = Json.read(text, what);
    JsonNode attributes = node.path("attributes");
    switch (node.path("name").asText()) {
      case "CategoricalDistribution":
        List<Object> choices = new ArrayList<>();
        attributes.path("choices").forEach(choice -> choices.add(Json.toPlain(choice)));
        return new Categorical(choices);
      case "IntDistribution":
        if (!attributes.path("log").asBoolean()) {
          return new IntRange(
              attributes.path("low").asLong(),
              attributes.path("high").asLong(),
              attributes.path("step").asLong(1));
        }
        return new Other(text);
      default:
        return new Other(text);
    }
  }
}
