package io.github.multigpumnist.dataset;

/**
 * Where a grey image differs from its background: the smallest rectangle with everything that does
 * so by more than a fifth of the largest difference.
 *
 * @param background median of the border's values
 * @param strongest largest difference from it towards the ink, 1 or more
 */
record Ink(int background, int strongest, int top, int left, int height, int width) {
  private static final int FAINT = 5;

  /**
   * @param light whether ink is lighter than the background
   * @return null when all is background
   */
  static Ink of(Pixels image, boolean light) {
    int background = image.borderMedian();
    int strongest = 0;
    for (byte value : image.values()) {
      strongest = Math.max(strongest, difference(value, background, light));
    }
    int top = image.height();
    int left = image.width();
    int bottom = -1;
    int right = -1;
    for (int i = 0; i < image.values().length; i++) {
      if (FAINT * difference(image.values()[i], background, light) > strongest) {
        top = Math.min(top, i / image.width());
        bottom = Math.max(bottom, i / image.width());
        left = Math.min(left, i % image.width());
        right = Math.max(right, i % image.width());
      }
    }
    return strongest == 0
        ? null
        : new Ink(background, strongest, top, left, bottom - top + 1, right - left + 1);
  }

  private static int difference(byte value, int background, boolean light) {
    return light ? (value & 0xff) - background : background - (value & 0xff);
  }

  int longerSide() {
    return Math.max(height, width);
  }

  /**
   * The ink cut out, scaled to a size, its mass in the middle: as MNIST's digits were made. The
   * background becomes that of the data, the strongest ink white or black.
   */
  Pixels centred(Pixels image, DataDescription data) {
    boolean light = data.lightOnDark();
    Pixels ink = Strokes.scaled(cut(image, light), data.inkSide());
    int h = ink.height();
    int w = ink.width();
    byte[] box = new byte[data.height() * data.width()];
    int down = begin(ink, data.height(), h, true);
    int across = begin(ink, data.width(), w, false);
    for (int i = 0; i < h * w; i++) {
      box[(down + i / w) * data.width() + across + i % w] = ink.values()[i];
    }
    Pixels strengths = new Pixels(data.height(), data.width(), 1, box);
    return strengths.mapped(s -> data.background() + (light ? s : -s) * room(data) / 255);
  }

  private static int room(DataDescription data) {
    return data.lightOnDark() ? 255 - data.background() : data.background();
  }

  /** How much each pixel is ink, 0 to 255. */
  private Pixels cut(Pixels image, boolean light) {
    byte[] strengths = new byte[height * width];
    for (int i = 0; i < strengths.length; i++) {
      byte value = image.values()[(top + i / width) * image.width() + left + i % width];
      strengths[i] = (byte) (255 * Math.max(0, difference(value, background, light)) / strongest);
    }
    return new Pixels(height, width, 1, strengths);
  }

  /** Where the ink begins for its centre of mass to be in the middle, as far as there is room. */
  private static int begin(Pixels ink, int side, int size, boolean rows) {
    double sum = 0;
    double moment = 0;
    for (int i = 0; i < ink.values().length; i++) {
      int strength = ink.values()[i] & 0xff;
      sum += strength;
      moment += strength * ((rows ? i / ink.width() : i % ink.width()) + 0.5);
    }
    long begin = Math.round(side / 2.0 - moment / sum);
    return (int) Math.max(0, Math.min(side - size, begin));
  }
}
