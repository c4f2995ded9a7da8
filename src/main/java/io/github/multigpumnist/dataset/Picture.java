package io.github.multigpumnist.dataset;

import io.github.multigpumnist.dataset.ImageFolderName.PictureShape;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/** One PNG or JPEG file, read and brought to a size. Transparent parts become black. */
final class Picture {
  private static final double RED = 0.299; // luma of ITU-R BT.601
  private static final double GREEN = 0.587;
  private static final double BLUE = 0.114;

  /** 400 MB in memory; the cameras of today take half as many. */
  private static final long MOST_PIXELS = 100_000_000;

  private Picture() {}

  /** What is asked of a decoder that has found out the file's kind. */
  private interface Reading<T> {
    T from(ImageReader reader) throws IOException;
  }

  /** Whether a file is stored with one colour channel; reads its header only. */
  static boolean isGrey(Path path) throws IOException {
    return decode(
        path,
        reader -> {
          ImageTypeSpecifier type = reader.getRawImageType(0);
          return type != null && isGrey(type.getColorModel().getColorSpace(), type.getNumBands());
        });
  }

  /** Reads and resizes; the sides are stretched independently. */
  static byte[] read(Path path, PictureShape shape) throws IOException {
    return bytes(resize(toRgb(image(path)), shape.height(), shape.width()), shape.depth());
  }

  /** Reads, in the size it has. */
  static Pixels read(Path path, int depth) throws IOException {
    BufferedImage rgb = toRgb(image(path));
    return new Pixels(rgb.getHeight(), rgb.getWidth(), depth, bytes(rgb, depth));
  }

  private static BufferedImage image(Path path) throws IOException {
    return decode(
        path,
        reader -> {
          long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
          if (pixels > MOST_PIXELS) {
            throw new IOException(
                "%d x %d pixels, expected at most %d in all"
                    .formatted(reader.getHeight(0), reader.getWidth(0), MOST_PIXELS));
          }
          List<String> warnings = new ArrayList<>();
          reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
          BufferedImage image = reader.read(0);
          if (warnings.stream().anyMatch(w -> w.startsWith("Truncated"))) { // JPEG: grey follows
            throw new IOException("the file is cut short");
          }
          return image;
        });
  }

  private static <T> T decode(Path path, Reading<T> reading) throws IOException {
    if (!Files.isReadable(path)) {
      throw new IOException(path + (Files.exists(path) ? ": cannot be read" : ": no such file"));
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(path.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("not a picture that Java can read");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return reading.from(reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) { // decoders of damaged files throw both
      throw damaged(path, e);
    }
  }

  private static IOException damaged(Path path, Exception e) {
    return new IOException(path + ": " + (e.getMessage() == null ? e : e.getMessage()), e);
  }

  private static boolean isGrey(ColorSpace space, int bands) {
    return space.getType() == ColorSpace.TYPE_GRAY && bands <= 2;
  }

  private static BufferedImage toRgb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    BufferedImage rgb = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Raster raster = image.getRaster();
    if (isGrey(image.getColorModel().getColorSpace(), raster.getNumBands())) {
      // Java would convert grey as linear light and so change its values.
      int shift = raster.getSampleModel().getSampleSize(0) - 8;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int grey = raster.getSample(x, y, 0) >> Math.max(0, shift);
          int alpha = image.getColorModel().hasAlpha() ? image.getRGB(x, y) >>> 24 : 255;
          rgb.setRGB(x, y, grey * alpha / 255 * 0x010101);
        }
      }
    } else {
      draw(image, rgb, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    }
    return rgb;
  }

  /** Halves while the picture is twice too large, so that every pixel counts; then bicubic. */
  private static BufferedImage resize(BufferedImage image, int height, int width) {
    BufferedImage now = image;
    while (now.getWidth() >= 2 * width || now.getHeight() >= 2 * height) {
      int w = now.getWidth() >= 2 * width ? (now.getWidth() + 1) / 2 : now.getWidth();
      int h = now.getHeight() >= 2 * height ? (now.getHeight() + 1) / 2 : now.getHeight();
      now = scale(now, h, w, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    }
    boolean there = now.getWidth() == width && now.getHeight() == height;
    return there ? now : scale(now, height, width, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
  }

  private static BufferedImage scale(BufferedImage image, int height, int width, Object how) {
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    draw(image, scaled, how);
    return scaled;
  }

  private static void draw(BufferedImage from, BufferedImage to, Object how) {
    Graphics2D graphics = to.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, how);
    graphics.drawImage(from, 0, 0, to.getWidth(), to.getHeight(), null);
    graphics.dispose();
  }

  private static byte[] bytes(BufferedImage image, int depth) {
    int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    byte[] bytes = new byte[rgb.length * depth];
    for (int i = 0; i < rgb.length; i++) {
      int red = rgb[i] >> 16 & 0xff;
      int green = rgb[i] >> 8 & 0xff;
      int blue = rgb[i] & 0xff;
      if (depth == 1) {
        bytes[i] = luma(red, green, blue);
      } else {
        bytes[3 * i] = (byte) red;
        bytes[3 * i + 1] = (byte) green;
        bytes[3 * i + 2] = (byte) blue;
      }
    }
    return bytes;
  }

  static byte luma(int red, int green, int blue) {
    return (byte) Math.round(RED * red + GREEN * green + BLUE * blue);
  }
}
