package io.github.multigpumnist.dataset;

/**
 * What images of a data set have in common.
 *
 * @param height rows of an image, at least 1
 * @param width columns of an image, at least 1
 * @param depth channels of an image, at least 1
 * @param classes number of classes, at least 1
 */
public record ImageShape(int height, int width, int depth, int classes) {

  /** Checks ranges. */
  public ImageShape {
    positive("height", height);
    positive("width", width);
    positive("depth", depth);
    positive("classes", classes);
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", expected at least 1");
    }
  }

  /**
   * How large an image is, for people.
   *
   * @return such as {@code 28 x 28 x 1}
   */
  public String size() {
    return height + " x " + width + " x " + depth;
  }
}
