package io.github.multigpumnist.dataset;

/**
 * Resizing in which every pixel counts by the area it covers: a new pixel is the mean of the
 * rectangle of the old image that it stands for, its edges weighted by the part that is inside.
 */
final class AreaAverage {
  private AreaAverage() {}

  static Pixels scale(Pixels image, int height, int width) {
    float[] rows = new float[height * image.width() * image.depth()];
    Overlap down = new Overlap(image.height(), height);
    int row = image.width() * image.depth();
    for (int y = 0; y < height; y++) {
      for (int from = down.first(y); from <= down.last(y); from++) {
        float weight = down.weight(y, from);
        for (int i = 0; i < row; i++) {
          rows[y * row + i] += weight * (image.values()[from * row + i] & 0xff);
        }
      }
    }
    return new Pixels(height, width, image.depth(), across(rows, image, height, width));
  }

  private static byte[] across(float[] rows, Pixels image, int height, int width) {
    int depth = image.depth();
    Overlap over = new Overlap(image.width(), width);
    byte[] scaled = new byte[height * width * depth];
    for (int i = 0; i < scaled.length; i++) {
      int x = i / depth % width;
      int y = i / depth / width;
      float sum = 0;
      for (int from = over.first(x); from <= over.last(x); from++) {
        sum += over.weight(x, from) * rows[(y * image.width() + from) * depth + i % depth];
      }
      scaled[i] = (byte) Math.round(sum);
    }
    return scaled;
  }

  /** Which of {@code before} old cells make up each of {@code after} new ones, and how much. */
  private record Overlap(int before, int after) {
    int first(int cell) {
      return (int) ((long) cell * before / after);
    }

    int last(int cell) {
      return (int) (((long) (cell + 1) * before - 1) / after);
    }

    /** Share of the new cell that the old one makes up; those of a new cell add up to 1. */
    float weight(int cell, int old) {
      // In units of 1 / (before · after), in which both kinds of cell have whole edges.
      long begin = Math.max((long) cell * before, (long) old * after);
      long end = Math.min((long) (cell + 1) * before, (long) (old + 1) * after);
      return (float) ((double) (end - begin) / before);
    }
  }
}
