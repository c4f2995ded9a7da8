package io.github.multigpumnist.dataset;

/**
 * Brings drawn ink to the size of a model's images. A pen much thinner than a pixel of those would
 * leave hardly any ink in them; such strokes are thickened first, as if a pen that shows had drawn
 * them. Ink of strokes that show is scaled and nothing else.
 */
final class Strokes {
  /**
   * Cells to a pixel of the model's images: fine enough for a pen's width, and quickly searched.
   */
  private static final int FINE = 8;

  /**
   * Share of its strength that ink must keep when it is scaled: that of a stroke one and a half
   * pixels wide. 97 of 100 training images of MNIST are stronger than this.
   */
  private static final double KEPT = 0.75;

  private static final int FULL = 255;

  private Strokes() {}

  /**
   * Scales, the sides' ratio kept.
   *
   * @param ink strength of each pixel, 0 to 255, depth 1
   * @param side of the result, its longer one, in pixels
   */
  static Pixels scaled(Pixels ink, int side) {
    int finer = side * FINE;
    Pixels fine = longerSide(ink) > finer ? resized(ink, finer) : ink;
    if (keeps(fine, side)) {
      return resized(ink, side);
    }
    Pixels strong = strengthened(fine);
    Pixels thicker = strong;
    for (int radius = 1; radius <= finer / 2 && !keeps(thicker, side); radius++) {
      thicker = thickened(strong, radius);
    }
    return resized(thicker, side);
  }

  private static boolean keeps(Pixels ink, int side) {
    return strength(resized(ink, side)) >= KEPT * strength(ink);
  }

  /** Mean strength of the ink: of the pixels, each weighted by the ink that it has. */
  private static double strength(Pixels ink) {
    double sum = 0;
    double squares = 0;
    for (byte value : ink.values()) {
      int strength = value & 0xff;
      sum += strength;
      squares += strength * strength;
    }
    return sum == 0 ? 0 : squares / sum;
  }

  /** What is as strong as the ink is on the whole becomes full ink. */
  private static Pixels strengthened(Pixels ink) {
    double typical = strength(ink);
    return ink.mapped(value -> (int) Math.min(FULL, Math.round(FULL * value / typical)));
  }

  /** As if drawn with a round pen of a radius that is larger by so many pixels. */
  private static Pixels thickened(Pixels ink, int radius) {
    int height = ink.height() + 2 * radius;
    int width = ink.width() + 2 * radius;
    byte[] thick = new byte[height * width];
    for (int down = -radius; down <= radius; down++) {
      int reach = (int) Math.sqrt(radius * radius - down * down);
      for (int y = 0; y < ink.height(); y++) {
        int row = (y + radius + down) * width + radius;
        for (int x = 0; x < ink.width(); x++) {
          byte value = ink.values()[y * ink.width() + x];
          if (value != 0) {
            raise(thick, row + x - reach, row + x + reach, value & 0xff);
          }
        }
      }
    }
    return new Pixels(height, width, 1, thick);
  }

  private static void raise(byte[] values, int from, int to, int least) {
    for (int i = from; i <= to; i++) {
      if ((values[i] & 0xff) < least) {
        values[i] = (byte) least;
      }
    }
  }

  private static int longerSide(Pixels ink) {
    return Math.max(ink.height(), ink.width());
  }

  private static Pixels resized(Pixels ink, int side) {
    double scale = (double) side / longerSide(ink);
    int height = Math.max(1, (int) Math.round(ink.height() * scale));
    int width = Math.max(1, (int) Math.round(ink.width() * scale));
    return AreaAverage.scale(ink, height, width);
  }
}
