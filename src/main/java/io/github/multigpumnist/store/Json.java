package io.github.multigpumnist.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The JSON texts of the tables, as Python's json module reads and writes them. */
final class Json {
  /** Python writes NaN and Infinity bare. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private Json() {}

  static JsonNode read(String text, String what) throws StoreException {
    try {
      JsonNode node = text == null ? null : MAPPER.readTree(text);
      if (node != null && !node.isMissingNode()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw new StoreException(what + " is no JSON: " + e.getOriginalMessage(), e);
    }
    throw new StoreException(what + " is empty, expected JSON");
  }

  static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("attribute cannot be written as JSON", e);
    }
  }

  static JsonNode ofPlain(Object value) {
    return MAPPER.valueToTree(value);
  }

  static Object toPlain(JsonNode node) {
    return MAPPER.convertValue(node, Object.class);
  }
}
