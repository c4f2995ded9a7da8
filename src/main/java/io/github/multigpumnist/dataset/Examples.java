package io.github.multigpumnist.dataset;

import java.util.Optional;

/**
 * Labelled images of one size that are asked for, not held: as many as a file has room for. Many
 * threads may read at once. An image is {@code height * width * depth} unsigned bytes, HWC,
 * row-major; a label is 0 to {@code classes - 1}.
 *
 * <p>Every method that reads throws {@link java.io.UncheckedIOException} with the file's path when
 * it cannot, or when the file has changed since it was opened.
 */
public interface Examples {

  /** Takes images in order, some at a time. */
  @FunctionalInterface
  interface Visitor {
    /**
     * Takes the next ones.
     *
     * @param from position of the first one
     * @param count how many
     * @param batch holds them from its beginning; is filled anew for the next call
     */
    void visit(long from, int count, Batch batch);
  }

  /**
   * How many images there are.
   *
   * @return 0 or more
   */
  long count();

  /**
   * What all images have in common.
   *
   * @return their size, and how many classes there are
   */
  ImageShape shape();

  /**
   * Copies neighbouring images and their labels.
   *
   * @param from position of the first one, from 0
   * @param count how many, 0 or more
   * @param into where to
   * @param at the place of the first one in {@code into}
   */
  void read(long from, int count, Batch into, int at);

  /**
   * Copies labels alone.
   *
   * @param from position of the first one, from 0
   * @param count how many, 0 or more
   * @param into where to, from its beginning
   */
  default void labels(long from, int count, int[] into) {
    read(from, count, new Batch(new byte[count * imageSize()], into), 0);
  }

  /**
   * Copies images from anywhere.
   *
   * @param positions of images
   * @param from where the wanted ones begin in {@code positions}
   * @param count how many
   * @param into where to, from its beginning
   */
  default void gather(int[] positions, int from, int count, Batch into) {
    for (int i = 0; i < count; i++) {
      read(positions[from + i], 1, into, i);
    }
  }

  /**
   * Visits all images in order, about a megabyte at a time.
   *
   * @param visitor takes them
   */
  default void forEach(Visitor visitor) {
    int most = (int) Math.min(count(), Math.max(1, (1 << 20) / imageSize()));
    Batch batch = Batch.of(this, most);
    for (long from = 0; from < count(); from += most) {
      int here = (int) Math.min(most, count() - from);
      read(from, here, batch, 0);
      visitor.visit(from, here, batch);
    }
  }

  /**
   * Some of the images; nothing is copied.
   *
   * @param from the first one's position, from 0
   * @param to the position after the last one; {@code to == from} gives none
   * @return a view of {@code to - from} images
   */
  default Examples slice(long from, long to) {
    return new ExamplesSlice(this, from, to);
  }

  /**
   * What tells these examples from all others without a look at each, where anything does: such as
   * the seed of drawn ones.
   *
   * @return empty when only their content tells
   */
  default Optional<String> recipe() {
    return Optional.empty();
  }

  /**
   * How many bytes one image takes.
   *
   * @return {@code height * width * depth}
   */
  default int imageSize() {
    return height() * width() * depth();
  }

  /**
   * Rows of an image.
   *
   * @return at least 1
   */
  default int height() {
    return shape().height();
  }

  /**
   * Columns of an image.
   *
   * @return at least 1
   */
  default int width() {
    return shape().width();
  }

  /**
   * Channels of an image.
   *
   * @return at least 1
   */
  default int depth() {
    return shape().depth();
  }

  /**
   * Number of classes.
   *
   * @return at least 1
   */
  default int classes() {
    return shape().classes();
  }
}
