package io.github.multigpumnist.dataset;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.exif.ExifIFD0Directory;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.file.Path;

/**
 * How a picture has to be turned to be upright: cameras store what the sensor saw and note how they
 * were held.
 *
 * @param exif value of the EXIF tag Orientation, 1 (upright) to 8
 */
record Orientation(int exif) {
  private static final Orientation UPRIGHT = new Orientation(1);
  private static final int LAST = 8;
  private static final int FIRST_ON_ITS_SIDE = 5;

  /** Of a JPEG, PNG (eXIf) or TIFF file; upright when nothing, or nothing of sense, is noted. */
  static Orientation of(Path path) {
    try {
      Directory directory =
          ImageMetadataReader.readMetadata(path.toFile())
              .getFirstDirectoryOfType(ExifIFD0Directory.class);
      Integer value =
          directory == null ? null : directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
      return value == null || value < 1 || value > LAST ? UPRIGHT : new Orientation(value);
    } catch (ImageProcessingException | IOException | RuntimeException e) {
      return UPRIGHT; // the picture itself has been read: a damaged note does not spoil it
    }
  }

  /** The picture upright; it has one {@code int} a pixel. */
  BufferedImage upright(BufferedImage image) {
    if (equals(UPRIGHT)) {
      return image;
    }
    boolean onItsSide = exif >= FIRST_ON_ITS_SIDE;
    int width = image.getWidth();
    int height = image.getHeight();
    int[] from = pixels(image);
    BufferedImage turned =
        onItsSide
            ? new BufferedImage(height, width, image.getType())
            : new BufferedImage(width, height, image.getType());
    int[] to = pixels(turned);
    for (int i = 0; i < to.length; i++) {
      int x = i % turned.getWidth();
      int y = i / turned.getWidth();
      int column = onItsSide ? y : x;
      int row = onItsSide ? x : y;
      int fromColumn = fromRight() ? width - 1 - column : column;
      int fromRow = fromBottom() ? height - 1 - row : row;
      to[i] = from[fromRow * width + fromColumn];
    }
    return turned;
  }

  private static int[] pixels(BufferedImage image) {
    return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
  }

  /** Whether what is stored is read from its right edge to its left one. */
  private boolean fromRight() {
    return exif == 2 || exif == 3 || exif == 7 || exif == 8;
  }

  private boolean fromBottom() {
    return exif == 3 || exif == 4 || exif == 6 || exif == 7;
  }
}
