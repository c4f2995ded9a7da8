package io.github.multigpumnist.space;

import java.math.BigDecimal;
import java.math.MathContext;

/** One way to write a gene's value, the same in every version of Java: fingerprints hang on it. */
final class CanonicalText {
  /** Fewer digits than a double has: the shortest text of a double differs between versions. */
  private static final MathContext DIGITS = new MathContext(15);

  private CanonicalText() {}

  /** {@code 64}, {@code 0.001}, {@code relu}; 1.0 is written as 1. */
  static String of(Object value) {
    return value instanceof Double number
        ? new BigDecimal(number).round(DIGITS).stripTrailingZeros().toPlainString()
        : value.toString();
  }
}
