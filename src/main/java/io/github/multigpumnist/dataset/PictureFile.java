package io.github.multigpumnist.dataset;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/** Decodes files of the kinds that Java reads: PNG, JPEG, GIF (the first picture), BMP, TIFF. */
final class PictureFile {
  /** 400 MB in memory; the cameras of today take half as many. */
  private static final long MOST_PIXELS = 100_000_000;

  private static final Set<String> ENDINGS =
      Arrays.stream(ImageIO.getReaderFileSuffixes())
          .map(ending -> ending.toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());

  private PictureFile() {}

  /** What is asked of a decoder that has found out the file's kind. */
  private interface Reading<T> {
    T from(ImageReader reader) throws IOException;
  }

  /** Whether a file's name ends as those of pictures do, such as {@code .png}. */
  static boolean isNamedAsOne(Path path) {
    String name = path.getFileName().toString();
    return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  /** What those names end with, for people. */
  static String endings() {
    return ENDINGS.stream().sorted().map(ending -> "." + ending).collect(Collectors.joining(", "));
  }

  /**
   * Whether a file is stored with one colour channel, or with a palette of greys (as all pictures
   * of one bit a pixel are); reads its header only.
   */
  static boolean isGrey(Path path) throws IOException {
    return decode(
        path,
        reader -> {
          ImageTypeSpecifier type = reader.getRawImageType(0);
          return type != null && isGrey(type.getColorModel(), type.getNumBands());
        });
  }

  private static boolean isGrey(ColorModel colours, int bands) {
    return colours instanceof IndexColorModel palette
        ? isGrey(palette)
        : isGreyChannel(colours, bands);
  }

  /** Whether there is one channel of grey, and perhaps one of transparency. */
  static boolean isGreyChannel(ColorModel colours, int bands) {
    return colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY && bands <= 2;
  }

  private static boolean isGrey(IndexColorModel palette) {
    int[] colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    return Arrays.stream(colours)
        .filter(argb -> argb >>> 24 > 0)
        .allMatch(
            argb -> (argb >> 16 & 0xff) == (argb & 0xff) && (argb >> 8 & 0xff) == (argb & 0xff));
  }

  /** Decodes as it is stored: neither turned upright nor laid on a ground. */
  static BufferedImage read(Path path) throws IOException {
    return decode(
        path,
        reader -> {
          long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
          if (pixels > MOST_PIXELS) {
            throw new IOException(
                String.format(
                    Locale.ROOT,
                    "%d x %d pixels, expected at most %d in all",
                    reader.getHeight(0),
                    reader.getWidth(0),
                    MOST_PIXELS));
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
}
