package io.github.multigpumnist.search;

import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.dataset.Splits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32C;

/** Tells data apart by a checksum of every part's images, labels and shape. */
public final class DataFingerprint {
  private DataFingerprint() {}

  /**
   * The fingerprint of a data set and its split.
   *
   * @param splits all three parts
   * @return such as {@code 55000+5000+10000 of 28x28x1 0a1b2c3d}
   */
  public static String of(Splits splits) {
    CRC32C crc = new CRC32C();
    add(crc, splits.train());
    add(crc, splits.validation());
    add(crc, splits.test());
    Examples train = splits.train();
    return String.format(
        Locale.ROOT,
        "%d+%d+%d of %dx%dx%d %s",
        train.count(),
        splits.validation().count(),
        splits.test().count(),
        train.height(),
        train.width(),
        train.depth(),
        HexFormat.of().toHexDigits(crc.getValue(), 8));
  }

  private static void add(CRC32C crc, Examples images) {
    if (images.recipe().isPresent()) {
      crc.update(images.recipe().get().getBytes(StandardCharsets.UTF_8));
      return;
    }
    int size = images.imageSize();
    ByteArrayOutputStream labels = new ByteArrayOutputStream(); // two bytes each, after all pixels
    images.forEach(
        (from, count, batch) -> {
          crc.update(batch.pixels(), 0, count * size);
          for (int i = 0; i < count; i++) {
            labels.write(batch.labels()[i]);
            labels.write(batch.labels()[i] >> Byte.SIZE);
          }
        });
    crc.update(labels.toByteArray());
  }
}
