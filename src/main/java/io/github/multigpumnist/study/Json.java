package io.github.multigpumnist.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * The JSON texts of the tables, as Python's json module reads and writes them; in Java, maps,
 * lists, texts, numbers, Booleans and null.
 */
final class Json {
  /** Python writes NaN and Infinity bare. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private Json() {}

  static Object read(String text, String what) throws StoreException {
    if (text == null || text.isBlank()) {
      throw new StoreException(what + " is empty, expected JSON");
    }
    try {
      return MAPPER.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      throw new StoreException(what + " is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("attribute cannot be written as JSON", e);
    }
  }
}
