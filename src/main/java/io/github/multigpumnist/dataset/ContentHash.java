package io.github.multigpumnist.dataset;

import io.github.multigpumnist.format.Digests;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Tells examples apart by their content, or by their recipe where they have one. */
public final class ContentHash {
  private static final int LABELS = 1 << 14; // at a time

  private ContentHash() {}

  /**
   * A checksum of all pixels, then all labels.
   *
   * @param images any
   * @return CRC-32C, eight hexadecimal digits
   */
  public static String crc32c(Examples images) {
    CRC32C crc = new CRC32C();
    if (images.recipe().isPresent()) {
      crc.update(images.recipe().get().getBytes(StandardCharsets.UTF_8));
    } else {
      addContent(images, crc);
    }
    return HexFormat.of().toHexDigits(crc.getValue(), 8);
  }

  private static void addContent(Examples images, CRC32C crc) {
    int size = images.imageSize();
    ByteArrayOutputStream labels = new ByteArrayOutputStream(); // a byte each, after all pixels
    images.forEach(
        (from, count, batch) -> {
          crc.update(batch.pixels(), 0, count * size);
          for (int i = 0; i < count; i++) {
            labels.write(batch.labels()[i]);
          }
        });
    crc.update(labels.toByteArray());
  }

  /** Of the shape, labels and pixels of both parts. */
  static String sha256(Dataset dataset) {
    MessageDigest digest = Digests.of("SHA-256");
    add(dataset.train(), digest);
    add(dataset.test(), digest);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(Examples images, MessageDigest digest) {
    if (images.recipe().isPresent()) {
      digest.update(images.recipe().get().getBytes(StandardCharsets.UTF_8));
      return;
    }
    ByteBuffer numbers = ByteBuffer.allocate(Integer.BYTES * LABELS);
    numbers.putInt(images.height()).putInt(images.width()).putInt(images.depth());
    numbers.putInt(images.classes()).putInt((int) images.count());
    digest.update(numbers.flip());
    int[] labels = new int[LABELS];
    for (long from = 0; from < images.count(); from += LABELS) {
      int count = (int) Math.min(LABELS, images.count() - from);
      images.labels(from, count, labels);
      numbers.clear().asIntBuffer().put(labels, 0, count);
      digest.update(numbers.limit(count * Integer.BYTES));
    }
    int size = images.imageSize();
    images.forEach((from, count, batch) -> digest.update(batch.pixels(), 0, count * size));
  }
}
