package io.github.multigpumnist.model;

import java.util.Locale;
import org.tensorflow.ndarray.Shape;

/** Checks that layers share; every error names the layer. */
final class Checks {
  private Checks() {}

  static void name(String name) {
    if (name == null || !name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
      throw new IllegalArgumentException(
          "layer name " + name + ": expected letters, digits, '_', '.' or '-'");
    }
  }

  /** An enum's constant as model files write it. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static void atLeastOne(String layer, String what, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "layer '" + layer + "': " + what + " is " + value + ", expected 1 or more");
    }
  }

  static void notNegative(String layer, String what, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(
          "layer '" + layer + "': " + what + " is " + value + ", expected 0 or more");
    }
  }

  static void positive(String layer, String what, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(
          "layer '" + layer + "': " + what + " is " + value + ", expected a number above 0");
    }
  }

  static void rank(String layer, Shape input, int rank, String wanted) {
    if (input.numDimensions() != rank) {
      throw new IllegalArgumentException(
          "layer '" + layer + "': input has shape " + input + ", expected " + wanted);
    }
  }

  /** The spatial output of a window, checked to be there. */
  static Shape window(
      String layer, Shape input, int height, int width, int stride, Padding padding, long depth) {
    long rows = padding.outputSize(input.get(0), height, stride);
    long columns = padding.outputSize(input.get(1), width, stride);
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "layer '%s': window %dx%d does not fit into input %s",
              layer,
              height,
              width,
              input));
    }
    return Shape.of(rows, columns, depth);
  }
}
