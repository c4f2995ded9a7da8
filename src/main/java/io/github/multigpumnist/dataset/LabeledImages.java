package io.github.multigpumnist.dataset;

import java.util.Arrays;

/**
 * Pictures of one size and their classes. The arrays are shared, not copied: do not change them.
 *
 * @param height rows of a picture, at least 1
 * @param width columns of a picture, at least 1
 * @param depth channels of a picture, at least 1
 * @param classes number of classes, at least 1
 * @param pixels unsigned bytes 0 to 255, NHWC: (count, height, width, depth), row-major
 * @param labels a class per picture, 0 to {@code classes - 1}; none is legal
 */
public record LabeledImages(
    int height, int width, int depth, int classes, byte[] pixels, int[] labels) {

  /** Checks that the sizes agree and every label is a class. */
  public LabeledImages {
    positive("height", height);
    positive("width", width);
    positive("depth", depth);
    positive("classes", classes);
    long plane = (long) height * width;
    boolean fits =
        plane <= Integer.MAX_VALUE
            && plane * depth <= Integer.MAX_VALUE
            && plane * depth * labels.length == pixels.length;
    if (!fits) {
      throw new IllegalArgumentException(
          "pixels has %d bytes, expected %d pictures of %d x %d x %d"
              .formatted(pixels.length, labels.length, height, width, depth));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "label %d of picture %d: expected 0 to %d".formatted(labels[i], i, classes - 1));
      }
    }
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", expected at least 1");
    }
  }

  /**
   * How many pictures there are.
   *
   * @return 0 or more
   */
  public int count() {
    return labels.length;
  }

  /**
   * How many bytes one picture takes.
   *
   * @return {@code height * width * depth}
   */
  public int imageSize() {
    return height * width * depth;
  }

  /**
   * Some of the pictures, copied.
   *
   * @param from the first one's position, from 0
   * @param to the position after the last one; {@code to == from} gives none
   * @return {@code to - from} pictures
   */
  public LabeledImages slice(int from, int to) {
    if (from < 0 || to < from || to > count()) {
      throw new IllegalArgumentException(
          "slice from %d to %d of %d pictures".formatted(from, to, count()));
    }
    int size = imageSize();
    return new LabeledImages(
        height,
        width,
        depth,
        classes,
        Arrays.copyOfRange(pixels, from * size, to * size),
        Arrays.copyOfRange(labels, from, to));
  }

  boolean sameShape(LabeledImages other) {
    return height == other.height
        && width == other.width
        && depth == other.depth
        && classes == other.classes;
  }
}
