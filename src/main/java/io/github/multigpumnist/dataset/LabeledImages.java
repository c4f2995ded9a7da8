package io.github.multigpumnist.dataset;

import java.util.Locale;

/**
 * Pictures of one size and their classes, in memory. The arrays are shared, not copied: do not
 * change them.
 *
 * @param height rows of a picture, at least 1
 * @param width columns of a picture, at least 1
 * @param depth channels of a picture, at least 1
 * @param classes number of classes, at least 1
 * @param pixels unsigned bytes 0 to 255, NHWC: (count, height, width, depth), row-major
 * @param labels a class per picture, 0 to {@code classes - 1}; none is legal
 */
public record LabeledImages(
    int height, int width, int depth, int classes, byte[] pixels, int[] labels)
    implements Examples {

  /** Checks that the sizes agree and every label is a class. */
  public LabeledImages {
    new ImageShape(height, width, depth, classes); // checks them
    long plane = (long) height * width;
    boolean fits =
        plane <= Integer.MAX_VALUE
            && plane * depth <= Integer.MAX_VALUE
            && plane * depth * labels.length == pixels.length;
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pixels has %d bytes, expected %d pictures of %d x %d x %d",
              pixels.length,
              labels.length,
              height,
              width,
              depth));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "label %d of picture %d: expected 0 to %d",
                labels[i],
                i,
                classes - 1));
      }
    }
  }

  @Override
  public long count() {
    return labels.length;
  }

  @Override
  public ImageShape shape() {
    return new ImageShape(height, width, depth, classes);
  }

  @Override
  public void read(long from, int count, Batch into, int at) {
    int size = imageSize();
    System.arraycopy(pixels, (int) from * size, into.pixels(), at * size, count * size);
    System.arraycopy(labels, (int) from, into.labels(), at, count);
  }

  @Override
  public void labels(long from, int count, int[] into) {
    System.arraycopy(labels, (int) from, into, 0, count);
  }
}
