package io.github.multigpumnist.dataset;

/**
 * Room for images and their labels, which {@link Examples} fill.
 *
 * @param pixels image after image, NHWC; at least as many as wanted at once
 * @param labels a class each
 */
public record Batch(byte[] pixels, int[] labels) {

  /**
   * Room for some images.
   *
   * @param examples where they will come from
   * @param count how many, 0 or more
   * @return nothing in it yet
   */
  public static Batch of(Examples examples, int count) {
    return new Batch(new byte[Math.multiplyExact(count, examples.imageSize())], new int[count]);
  }
}
