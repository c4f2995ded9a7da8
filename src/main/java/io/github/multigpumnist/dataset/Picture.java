package io.github.multigpumnist.dataset;

import io.github.multigpumnist.dataset.ImageFolderName.PictureShape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One picture of a file, as a person sees it: upright, and on a ground where it is transparent. Its
 * values are those stored; colours become grey as their luma.
 */
final class Picture {
  private static final int COLOURS = 3;

  private Picture() {}

  /** Reads and resizes; the sides are stretched independently. */
  static Pixels read(Path path, PictureShape shape) throws IOException {
    return pixels(Stretching.resize(seen(path), shape.height(), shape.width()), shape.depth());
  }

  /** Reads, in the size it has. */
  static Pixels read(Path path, int depth) throws IOException {
    return pixels(seen(path), depth);
  }

  private static BufferedImage seen(Path path) throws IOException {
    BufferedImage opaque = Colours.rgb(PictureFile.read(path));
    return Orientation.of(path).upright(opaque);
  }

  private static Pixels pixels(BufferedImage image, int depth) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] rgb = image.getRGB(0, 0, width, height, null, 0, width);
    byte[] bytes = new byte[rgb.length * depth];
    for (int i = 0; i < rgb.length; i++) {
      int red = rgb[i] >> 16 & 0xff;
      int green = rgb[i] >> 8 & 0xff;
      int blue = rgb[i] & 0xff;
      if (depth == COLOURS) {
        bytes[3 * i] = (byte) red;
        bytes[3 * i + 1] = (byte) green;
        bytes[3 * i + 2] = (byte) blue;
      } else {
        bytes[i] = Colours.luma(red, green, blue);
      }
    }
    return new Pixels(height, width, depth, bytes);
  }
}
