package io.github.multigpumnist.format;

import java.util.zip.CRC32C;

/**
 * The checksum of TFRecord files: CRC-32C (Castagnoli), rotated right by 15 bits, plus 0xa282ead8
 * (TensorFlow, {@code lib/hash/crc32c.h}).
 */
final class MaskedCrc {
  private static final int MASK_DELTA = 0xa282ead8;
  private final CRC32C crc = new CRC32C();

  int of(byte[] bytes, int offset, int length) {
    crc.reset();
    crc.update(bytes, offset, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }
}
