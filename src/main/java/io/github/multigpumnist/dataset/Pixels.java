package io.github.multigpumnist.dataset;

import java.util.Locale;
import java.util.function.IntUnaryOperator;

/**
 * One image.
 *
 * @param values unsigned bytes 0 to 255: (height, width, depth), row-major
 */
record Pixels(int height, int width, int depth, byte[] values) {
  private static final int COLOURS = 3;

  /** Grey becomes three equal channels, colours become their luma. */
  Pixels withDepth(int wanted) {
    if (wanted == depth) {
      return this;
    }
    byte[] converted = new byte[height * width * wanted];
    for (int i = 0; i < height * width; i++) {
      if (depth == 1 && wanted == COLOURS) {
        converted[3 * i] = values[i];
        converted[3 * i + 1] = values[i];
        converted[3 * i + 2] = values[i];
      } else if (depth == COLOURS && wanted == 1) {
        converted[i] =
            Colours.luma(values[3 * i] & 0xff, values[3 * i + 1] & 0xff, values[3 * i + 2] & 0xff);
      } else {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "an image of depth %d, expected %d", depth, wanted));
      }
    }
    return new Pixels(height, width, wanted, converted);
  }

  Pixels inverted() {
    return mapped(value -> 255 - value);
  }

  /** Every value, 0 to 255, by itself. */
  Pixels mapped(IntUnaryOperator change) {
    byte[] changed = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      changed[i] = (byte) change.applyAsInt(values[i] & 0xff);
    }
    return new Pixels(height, width, depth, changed);
  }

  /** Scaled to fit, its sides' ratio kept, in the middle; beside it goes on what its border is. */
  Pixels fitted(int boxHeight, int boxWidth) {
    double scale = Math.min((double) boxHeight / height, (double) boxWidth / width);
    int h = Math.min(boxHeight, Math.max(1, (int) Math.round(height * scale)));
    int w = Math.min(boxWidth, Math.max(1, (int) Math.round(width * scale)));
    Pixels scaled = h == height && w == width ? this : AreaAverage.scale(this, h, w);
    return scaled.placed((boxHeight - h) / 2, (boxWidth - w) / 2, boxHeight, boxWidth);
  }

  private Pixels placed(int top, int left, int boxHeight, int boxWidth) {
    byte[] box = new byte[boxHeight * boxWidth * depth];
    byte[] around = new byte[depth];
    for (int c = 0; c < depth; c++) {
      int[] seen = new int[256];
      countBorder(seen, c, 1);
      around[c] = (byte) median(seen);
    }
    for (int i = 0; i < box.length; i++) {
      box[i] = around[i % depth];
    }
    for (int y = 0; y < height; y++) {
      int to = ((top + y) * boxWidth + left) * depth;
      System.arraycopy(values, y * width * depth, box, to, width * depth);
    }
    return new Pixels(boxHeight, boxWidth, depth, box);
  }

  /** Whether it has one colour all over, so that nothing is to be seen. */
  boolean isPlain() {
    for (int i = depth; i < values.length; i++) {
      if (values[i] != values[i - depth]) {
        return false;
      }
    }
    return true;
  }

  int borderMedian() {
    int[] seen = new int[256];
    countBorder(seen);
    return median(seen);
  }

  /** Adds to how often each value stands at the border, in any channel. */
  void countBorder(int[] seen) {
    countBorder(seen, 0, depth);
  }

  private void countBorder(int[] seen, int channel, int channels) {
    for (int y = 0; y < height; y++) {
      boolean wholeRow = y == 0 || y == height - 1;
      int step = wholeRow || width == 1 ? 1 : width - 1;
      for (int x = 0; x < width; x += step) {
        for (int c = channel; c < channel + channels; c++) {
          seen[values[(y * width + x) * depth + c] & 0xff]++;
        }
      }
    }
  }

  static int median(int[] seen) {
    long all = 0;
    for (int count : seen) {
      all += count;
    }
    long below = 0;
    for (int value = 0; value < seen.length; value++) {
      below += seen[value];
      if (2 * below >= all) {
        return value;
      }
    }
    return 0;
  }
}
