package io.github.multigpumnist.study;

import io.github.multigpumnist.model.Precision;
import java.util.List;
import java.util.Map;

/** Settings as a study has them: by names that stay, whatever the classes are called. */
final class Written {
  private static final List<String> PRECISIONS = List.of("float32", "bfloat16");

  private final Map<?, ?> values;

  /** Takes a JSON object. */
  Written(Object values) {
    this.values = values instanceof Map<?, ?> map ? map : Map.of();
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  int integer(String name) {
    return Math.toIntExact(whole(name));
  }

  long whole(String name) {
    Object value = values.get(name);
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw wrong(name, "a whole number");
  }

  double number(String name) {
    if (values.get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(name, "a number");
  }

  boolean flag(String name) {
    if (values.get(name) instanceof Boolean flag) {
      return flag;
    }
    throw wrong(name, "true or false");
  }

  String text(String name) {
    if (values.get(name) instanceof String text) {
      return text;
    }
    throw wrong(name, "a text");
  }

  private IllegalArgumentException wrong(String name, String expected) {
    return new IllegalArgumentException(
        name
            + (values.get(name) == null ? " is missing" : " is " + values.get(name))
            + ", expected "
            + expected);
  }

  static Precision precision(String name) {
    return find(
        "precision", name, PRECISIONS, new Precision[] {Precision.FLOAT32, Precision.BFLOAT16});
  }

  static String of(Precision precision) {
    return PRECISIONS.get(precision == Precision.FLOAT32 ? 0 : 1);
  }

  /** The value whose name it is, the names being in the values' order. */
  static <T> T find(String setting, String name, List<String> names, T[] values) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          setting + " is " + name + ", expected one of " + String.join(", ", names));
    }
    return values[index];
  }
}
