package io.github.multigpumnist.dataset;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.awt.image.Raster;

/** Pictures of any colours and transparency as opaque red, green and blue of 8 bits. */
final class Colours {
  private static final double RED = 0.299; // luma of ITU-R BT.601
  private static final double GREEN = 0.587;
  private static final double BLUE = 0.114;
  private static final int FULL = 255;
  private static final int MIDDLE = 127;

  /** One part in so many of what is drawn has to be dark for white ground to show it. */
  private static final int DARK_ONE_IN = 50;

  private Colours() {}

  static byte luma(int red, int green, int blue) {
    return (byte) Math.round(RED * red + GREEN * green + BLUE * blue);
  }

  /** Opaque, of type {@link BufferedImage#TYPE_INT_RGB}. */
  static BufferedImage rgb(BufferedImage image) {
    Raster raster = image.getRaster();
    ColorSpace space = image.getColorModel().getColorSpace();
    if (PictureFile.isGreyChannel(image.getColorModel(), raster.getNumBands())) {
      return onGround(fromGrey(image));
    }
    if (space.getType() == ColorSpace.TYPE_CMYK) {
      return fromCmyk(raster);
    }
    boolean alpha = image.getColorModel().hasAlpha();
    BufferedImage copy = blank(image, alpha);
    Graphics2D graphics = copy.createGraphics();
    graphics.setComposite(AlphaComposite.Src);
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return onGround(copy);
  }

  private static BufferedImage blank(BufferedImage like, boolean alpha) {
    int type = alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    return new BufferedImage(like.getWidth(), like.getHeight(), type);
  }

  /** The values as they are stored: Java would convert them as linear light. */
  private static BufferedImage fromGrey(BufferedImage image) {
    boolean alpha = image.getColorModel().hasAlpha();
    BufferedImage copy = blank(image, alpha);
    Raster raster = image.getRaster();
    int shift = Math.max(0, raster.getSampleModel().getSampleSize(0) - 8);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int opacity = alpha ? image.getRGB(x, y) >>> 24 : FULL;
        copy.setRGB(x, y, opacity << 24 | (raster.getSample(x, y, 0) >> shift) * 0x010101);
      }
    }
    return copy;
  }

  /**
   * Each colour is what its ink and the black let through, as most programs have it. Java would
   * convert as linear light, which is far too bright.
   */
  private static BufferedImage fromCmyk(Raster raster) {
    int width = raster.getWidth();
    BufferedImage copy = new BufferedImage(width, raster.getHeight(), BufferedImage.TYPE_INT_RGB);
    int[] inks = new int[4 * width];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, inks);
      for (int x = 0; x < width; x++) {
        int light = FULL - inks[4 * x + 3];
        int red = Math.round((FULL - inks[4 * x]) * light / (float) FULL);
        int green = Math.round((FULL - inks[4 * x + 1]) * light / (float) FULL);
        int blue = Math.round((FULL - inks[4 * x + 2]) * light / (float) FULL);
        copy.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    return copy;
  }

  /**
   * Lays what is transparent on white, as paper is; on black when hardly anything drawn is dark and
   * white would hide it.
   */
  private static BufferedImage onGround(BufferedImage image) {
    if (!image.getColorModel().hasAlpha()) {
      return image;
    }
    int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    int ground = showsOnWhite(pixels) ? FULL : 0;
    BufferedImage opaque = blank(image, false);
    int[] laid = ((DataBufferInt) opaque.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < pixels.length; i++) {
      int opacity = pixels[i] >>> 24;
      laid[i] =
          mixed(pixels[i] >> 16 & 0xff, ground, opacity) << 16
              | mixed(pixels[i] >> 8 & 0xff, ground, opacity) << 8
              | mixed(pixels[i] & 0xff, ground, opacity);
    }
    return opaque;
  }

  private static int mixed(int value, int ground, int opacity) {
    return Math.round((value * opacity + ground * (FULL - opacity)) / (float) FULL);
  }

  private static boolean showsOnWhite(int[] argb) {
    long drawn = 0;
    long dark = 0;
    for (int pixel : argb) {
      int opacity = pixel >>> 24;
      drawn += opacity;
      int luma = luma(pixel >> 16 & 0xff, pixel >> 8 & 0xff, pixel & 0xff) & 0xff;
      dark += luma <= MIDDLE ? opacity : 0;
    }
    return dark * DARK_ONE_IN >= drawn;
  }
}
