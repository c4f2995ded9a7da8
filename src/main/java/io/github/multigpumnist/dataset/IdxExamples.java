package io.github.multigpumnist.dataset;

import io.github.multigpumnist.format.IdxReader;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The images of an IDX file, read when they are asked for; their labels are held.
 *
 * @param images rank 3 (count, height, width) or 4 (and depth)
 * @param labels each below {@code classes}
 */
record IdxExamples(IdxReader images, int[] dimensions, int[] labels, int classes)
    implements Examples {

  @Override
  public long count() {
    return labels.length;
  }

  @Override
  public int height() {
    return dimensions[1];
  }

  @Override
  public int width() {
    return dimensions[2];
  }

  @Override
  public int depth() {
    return dimensions.length > 3 ? dimensions[3] : 1;
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
