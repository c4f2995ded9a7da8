package io.github.multigpumnist.study;

/** Ranges of settings; the error names the setting, its value and the range. */
final class Checks {
  private Checks() {}

  /** {@code 0 <= value < 1}. */
  static void fraction(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " is " + value + ", expected 0 or more, below 1");
    }
  }

  static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + " is " + value + ", expected " + least + " or more");
    }
  }
}
