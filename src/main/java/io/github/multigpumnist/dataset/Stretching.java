package io.github.multigpumnist.dataset;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Resizing in which each side is stretched on its own: how folders of pictures are read. */
final class Stretching {
  private Stretching() {}

  /** Halves while the picture is twice too large, so that every pixel counts; then bicubic. */
  static BufferedImage resize(BufferedImage image, int height, int width) {
    BufferedImage now = image;
    while (now.getWidth() >= 2 * width || now.getHeight() >= 2 * height) {
      int w = now.getWidth() >= 2 * width ? (now.getWidth() + 1) / 2 : now.getWidth();
      int h = now.getHeight() >= 2 * height ? (now.getHeight() + 1) / 2 : now.getHeight();
      now = scale(now, h, w, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    }
    boolean there = now.getWidth() == width && now.getHeight() == height;
    return there ? now : scale(now, height, width, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
  }

  /** The same for an image of any number of channels. */
  static Pixels resize(Pixels image, int height, int width) {
    byte[] resized = new byte[height * width * image.depth()];
    for (int channel = 0; channel < image.depth(); channel++) {
      int[] rgb =
          resize(grey(image, channel), height, width).getRGB(0, 0, width, height, null, 0, width);
      for (int i = 0; i < rgb.length; i++) {
        resized[i * image.depth() + channel] = (byte) rgb[i];
      }
    }
    return new Pixels(height, width, image.depth(), resized);
  }

  private static BufferedImage grey(Pixels image, int channel) {
    BufferedImage grey =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < image.height() * image.width(); i++) {
      int value = image.values()[i * image.depth() + channel] & 0xff;
      grey.setRGB(i % image.width(), i / image.width(), value * 0x010101);
    }
    return grey;
  }

  private static BufferedImage scale(BufferedImage image, int height, int width, Object how) {
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, how);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return scaled;
  }
}
