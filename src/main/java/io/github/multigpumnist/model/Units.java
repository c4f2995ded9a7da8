package io.github.multigpumnist.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A number of outputs: given, or "as many as the data set has classes".
 *
 * @param count outputs; 0 stands for the number of classes
 */
public record Units(int count) {
  private static final String CLASSES = "classes";

  /** Checks the range. */
  public Units {
    if (count < 0) {
      throw new IllegalArgumentException("units is " + count + ", expected 1 or more");
    }
  }

  /**
   * As many outputs as classes.
   *
   * @return written {@code "classes"} in a model file
   */
  public static Units ofClasses() {
    return new Units(0);
  }

  @JsonCreator
  static Units fromJson(Object value) {
    if (value instanceof Integer count && count > 0) {
      return new Units(count);
    }
    if (CLASSES.equals(value)) {
      return ofClasses();
    }
    throw new IllegalArgumentException(
        "units is " + value + ", expected a number of 1 or more, or \"classes\"");
  }

  @JsonValue
  Object toJson() {
    return count == 0 ? CLASSES : (Object) count;
  }

  Units resolve(int classes) {
    return count == 0 ? new Units(classes) : this;
  }
}
