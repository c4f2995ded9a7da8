package io.github.multigpumnist.dataset;

import io.github.multigpumnist.format.IdxReader;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The images of an IDX file, read when they are asked for; their labels are held.
 *
 * @param images of that shape, row-major
 * @param labels each below the number of classes
 */
record IdxExamples(IdxReader images, ImageShape shape, int[] labels) implements Examples {

  /**
   * @param images rank 3 (count, height, width) or 4 (and depth)
   */
  static IdxExamples of(IdxReader images, int[] labels, int classes) {
    int[] size = images.dimensions();
    int depth = size.length > 3 ? size[3] : 1;
    return new IdxExamples(images, new ImageShape(size[1], size[2], depth, classes), labels);
  }

  @Override
  public long count() {
    return labels.length;
  }

  @Override
  public void read(long from, int count, Batch into, int at) {
    int size = imageSize();
    try {
      images.read(from * size, into.pixels(), at * size, count * size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.arraycopy(labels, (int) from, into.labels(), at, count);
  }

  @Override
  public void labels(long from, int count, int[] into) {
    System.arraycopy(labels, (int) from, into, 0, count);
  }
}
