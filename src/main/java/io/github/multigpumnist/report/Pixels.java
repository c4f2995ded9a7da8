package io.github.multigpumnist.report;

import io.github.multigpumnist.dataset.Batch;
import io.github.multigpumnist.dataset.Examples;
import java.awt.image.BufferedImage;

/** Arrays as pictures. */
final class Pixels {
  private static final int RGB = 3;

  private Pixels() {}

  /** An image of a data set: in colour if it has three channels, else its first one in grey. */
  static BufferedImage image(Examples images, long number) {
    Batch one = Batch.of(images, 1);
    images.read(number, 1, one, 0);
    return draw(
        images.height(),
        images.width(),
        images.depth(),
        (y, x, c) -> one.pixels()[(y * images.width() + x) * images.depth() + c] & 0xff);
  }

  /** The brightness, 0 to 255, of a channel of a pixel. */
  @FunctionalInterface
  interface Brightness {
    int at(int y, int x, int channel);
  }

  static BufferedImage draw(int height, int width, int depth, Brightness brightness) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = 0;
        for (int c = 0; c < RGB; c++) {
          rgb = rgb << 8 | brightness.at(y, x, depth == RGB ? c : 0);
        }
        picture.setRGB(x, y, rgb);
      }
    }
    return picture;
  }
}
