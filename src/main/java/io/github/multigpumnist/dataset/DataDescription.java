package io.github.multigpumnist.dataset;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What has to be known of the images that a model was trained on to show it others.
 *
 * @param height rows of an image, at least 1
 * @param width columns of an image, at least 1
 * @param depth channels of an image, at least 1
 * @param classNames a name per class, by label
 * @param background median of the values at the images' borders, 0 (black) to 255 (white)
 * @param inkSide longer side of what differs from the background, in pixels: the median of the
 *     images; of colour images the shorter side of the image
 * @param fit how pictures of another size become such images
 */
public record DataDescription(
    int height,
    int width,
    int depth,
    List<String> classNames,
    int background,
    int inkSide,
    PictureFit fit) {
  private static final int ENOUGH = 1000;
  private static final int DARK = 63;
  private static final int MIDDLE = 127;
  private static final int LIGHT = 192;

  /** Checks that there are pixels and classes. */
  public DataDescription {
    if (height < 1 || width < 1 || depth < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "images of %d x %d x %d, expected at least 1 x 1 x 1",
              height,
              width,
              depth));
    }
    if (classNames == null || classNames.isEmpty()) {
      throw new IllegalArgumentException("class names are missing, expected at least one");
    }
    if (background < 0 || background > 255) {
      throw new IllegalArgumentException(
          "background is " + background + ", expected 0 (black) to 255 (white)");
    }
    if (inkSide < 1 || inkSide > Math.min(height, width)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "ink side is %d, expected 1 to %d", inkSide, Math.min(height, width)));
    }
    if (fit == null) {
      throw new IllegalArgumentException("fit is missing, expected how pictures are fitted");
    }
    classNames = List.copyOf(classNames);
  }

  /**
   * Describes images. Pictures are to be centred where nearly all of the images are grey with
   * something on plain black or white ground that does not fill them, as digits are.
   *
   * @param images at least one; the first thousand are looked at
   * @param classNames a name per class
   * @return the description
   */
  public static DataDescription of(Examples images, List<String> classNames) {
    int count = (int) Math.min(images.count(), ENOUGH);
    int[] borders = new int[256];
    for (int i = 0; i < count; i++) {
      image(images, i).countBorder(borders);
    }
    int background = Pixels.median(borders);
    int side = Math.min(images.height(), images.width());
    int inkSide = side;
    boolean onGround = false;
    if (images.depth() == 1) {
      int[] sides = new int[Math.max(images.height(), images.width()) + 1];
      for (int i = 0; i < count; i++) {
        Ink ink = Ink.of(image(images, i), background <= MIDDLE);
        sides[ink == null ? side : ink.longerSide()]++;
      }
      inkSide = Math.min(side, Pixels.median(sides));
      int smaller = IntStream.range(0, side).map(s -> sides[s]).sum();
      onGround = (background <= DARK || background >= LIGHT) && 10 * smaller >= 9 * count;
    }
    return new DataDescription(
        images.height(),
        images.width(),
        images.depth(),
        classNames,
        background,
        inkSide,
        onGround ? PictureFit.CENTER : PictureFit.PAD);
  }

  private static Pixels image(Examples images, int index) {
    Batch one = Batch.of(images, 1);
    images.read(index, 1, one, 0);
    return new Pixels(images.height(), images.width(), images.depth(), one.pixels());
  }

  /**
   * The same images, of which is known how they were made from pictures.
   *
   * @param how in another way than the images show
   * @return a changed copy
   */
  public DataDescription withFit(PictureFit how) {
    return new DataDescription(height, width, depth, classNames, background, inkSide, how);
  }

  /**
   * How large an image is, for people.
   *
   * @return such as {@code 28 x 28 x 1}
   */
  public String size() {
    return height + " x " + width + " x " + depth;
  }

  boolean lightOnDark() {
    return background <= MIDDLE;
  }

  /** Whether a border of this value shows that light and dark are the other way round. */
  boolean isNegative(int border) {
    return background <= DARK && border > MIDDLE || background >= LIGHT && border <= MIDDLE;
  }
}
