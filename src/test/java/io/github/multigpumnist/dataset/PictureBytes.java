package io.github.multigpumnist.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Files of pictures with what Java's own writers leave out. */
final class PictureBytes {
  private static final int AFTER_IHDR = 8 + 25;

  private PictureBytes() {}

  static byte[] write(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, bytes)) {
      throw new IOException("Java writes no such " + format);
    }
    return bytes.toByteArray();
  }

  /** EXIF as it stands in files: one directory with one entry, the orientation. */
  static byte[] exif(int orientation) {
    return bytes(
        out -> {
          out.writeBytes("MM");
          out.writeShort(42);
          out.writeInt(8);
          out.writeShort(1);
          out.writeShort(0x112); // Orientation
          out.writeShort(3); // an unsigned short
          out.writeInt(1);
          out.writeShort(orientation);
          out.writeShort(0);
          out.writeInt(0);
        });
  }

  /** A PNG with one more chunk, which is put first. */
  static byte[] withChunk(byte[] png, String type, byte[] content) {
    return bytes(
        out -> {
          out.write(png, 0, AFTER_IHDR);
          out.writeInt(content.length);
          byte[] chunk =
              bytes(
                  c -> {
                    c.write(type.getBytes(StandardCharsets.US_ASCII));
                    c.write(content);
                  });
          CRC32 sum = new CRC32();
          sum.update(chunk);
          out.write(chunk);
          out.writeInt((int) sum.getValue());
          out.write(png, AFTER_IHDR, png.length - AFTER_IHDR);
        });
  }

  /** A JPEG with one more segment, which is put first. */
  static byte[] withSegment(byte[] jpeg, int marker, String name, byte[] content) {
    return bytes(
        out -> {
          out.write(jpeg, 0, 2);
          out.writeShort(marker);
          out.writeShort(2 + name.length() + content.length);
          out.writeBytes(name);
          out.write(content);
          out.write(jpeg, 2, jpeg.length - 2);
        });
  }

  static byte[] jpegWithExif(byte[] jpeg, byte[] exif) {
    return withSegment(jpeg, 0xffe1, "Exif\0\0", exif);
  }

  /** A JPEG of four channels whose values are these everywhere. */
  static byte[] jpegOfFour(int side, int... values) throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(0, side, side, 4, null);
    for (int i = 0; i < side * side; i++) {
      raster.setPixel(i % side, i / side, values);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam best = writer.getDefaultWriteParam();
      best.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      best.setCompressionQuality(1);
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster, null, null), best);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** Adobe's segment, which says how four channels are meant: 0 CMYK, 2 YCCK. */
  static byte[] withAdobe(byte[] jpeg, int transform) {
    byte[] content = Arrays.copyOf(new byte[] {0, 100}, 7);
    content[6] = (byte) transform;
    return withSegment(jpeg, 0xffee, "Adobe", content);
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writing.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
