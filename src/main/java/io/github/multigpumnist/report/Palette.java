package io.github.multigpumnist.report;

import java.awt.Color;
import java.util.Locale;

/**
 * Colours that people with any colour vision tell apart: those of Okabe and Ito (2008) for series,
 * and white to blue for amounts, light enough that dark text on them is readable (contrast of at
 * least 4.5 to 1).
 */
final class Palette {
  static final Color TEXT = new Color(0x22, 0x22, 0x22);
  static final Color GRID = new Color(0xe1, 0xe1, 0xe1);

  private static final Color[] SERIES = {
    new Color(0x00, 0x72, 0xb2), // blue
    new Color(0xd5, 0x5e, 0x00), // vermilion
    new Color(0x00, 0x9e, 0x73), // green
    new Color(0xcc, 0x79, 0xa7), // purple
    new Color(0xe6, 0x9f, 0x00), // orange
    new Color(0x56, 0xb4, 0xe9), // sky blue
    new Color(0x22, 0x22, 0x22)
  };

  private static final Color LEAST = new Color(0xf7, 0xfb, 0xff);
  private static final Color MOST = new Color(0x6b, 0xae, 0xd6);

  private Palette() {}

  /** The colour of a chart's i-th series; more than seven begin again. */
  static Color series(int i) {
    return SERIES[i % SERIES.length];
  }

  /** The same, for areas and clouds of points. */
  static Color translucent(int i) {
    Color color = series(i);
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), 45);
  }

  static Color[] allSeries() {
    return SERIES.clone();
  }

  /** From the least to the greatest amount. */
  static Color[] amounts() {
    return new Color[] {LEAST, MOST};
  }

  /** The colour of an amount, as CSS; {@code share} is 0 to 1. */
  static String amount(double share) {
    return String.format(
        Locale.ROOT,
        "#%02x%02x%02x",
        between(LEAST.getRed(), MOST.getRed(), share),
        between(LEAST.getGreen(), MOST.getGreen(), share),
        between(LEAST.getBlue(), MOST.getBlue(), share));
  }

  private static int between(int from, int to, double share) {
    return (int) Math.round(from + (to - from) * share);
  }
}
