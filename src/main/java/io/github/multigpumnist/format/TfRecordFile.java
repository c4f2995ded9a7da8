package io.github.multigpumnist.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * TFRecord files: per record its length (64 bits, little-endian), the masked CRC-32C of the length,
 * the bytes, and their masked CRC-32C. Written plain; read plain or GZIP.
 */
public final class TfRecordFile {
  static final int HEADER = 12;
  static final int FOOTER = 4;

  private static final byte[] GZIP = {0x1f, (byte) 0x8b, 8};

  private TfRecordFile() {}

  /** Takes records one by one. */
  @FunctionalInterface
  public interface RecordConsumer {
    /**
     * Takes the next record.
     *
     * @param bytes its content, without header and checksums; not used again by the caller
     * @throws IOException when the record cannot be taken
     */
    void accept(byte[] bytes) throws IOException;
  }

  /** Gives the records that a file shall hold. */
  @FunctionalInterface
  public interface RecordSource {
    /**
     * Hands every record, in order, to the file.
     *
     * @param file takes each record once
     * @throws IOException when a record cannot be made or written
     */
    void writeTo(RecordConsumer file) throws IOException;
  }

  /**
   * Writes a whole file.
   *
   * @param path the file
   * @param records gives its records; none is legal
   * @throws IOException as {@link AtomicFiles#write}
   */
  public static void write(Path path, RecordSource records) throws IOException {
    AtomicFiles.write(path, out -> records.writeTo(bytes -> append(out, bytes)));
  }

  /**
   * Writes one record, for files that grow while they are read, such as TensorBoard's.
   *
   * @param out where the record goes
   * @param bytes its content
   * @throws IOException when writing fails
   */
  public static void append(OutputStream out, byte[] bytes) throws IOException {
    MaskedCrc crc = new MaskedCrc();
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(0, bytes.length);
    header.putInt(Long.BYTES, crc.of(header.array(), 0, Long.BYTES));
    ByteBuffer footer = ByteBuffer.allocate(FOOTER).order(ByteOrder.LITTLE_ENDIAN);
    footer.putInt(0, crc.of(bytes, 0, bytes.length));
    out.write(header.array());
    out.write(bytes);
    out.write(footer.array());
  }

  /**
   * Whether a file is compressed as a whole, TensorFlow's compression type {@code GZIP}: told by
   * its first bytes, unless they are a record's header.
   *
   * @param path the file
   * @return false for a plain or an empty file
   * @throws IOException when it cannot be read
   */
  public static boolean isGzip(Path path) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(path)) {
      start = in.readNBytes(HEADER);
    }
    if (start.length < HEADER || !Arrays.equals(GZIP, Arrays.copyOf(start, GZIP.length))) {
      return false;
    }
    int sum = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt(Long.BYTES);
    return sum != new MaskedCrc().of(start, 0, Long.BYTES);
  }

  /**
   * Counts the records by their headers alone, without reading what they hold. TensorFlow takes a
   * file that ends inside a header as complete; this does not.
   *
   * @param path the file
   * @return how many records it holds; 0 for an empty file
   * @throws IOException with the path and the record's number, when a length's checksum is wrong or
   *     the file does not end exactly at a record's end
   */
  public static long count(Path path) throws IOException {
    try (TfRecordReader reader = new TfRecordReader(path)) {
      while (reader.hasNext()) {
        reader.skip();
      }
      return reader.position();
    }
  }

  /**
   * Reads every record, both checksums checked.
   *
   * @param path the file
   * @param consumer takes the records in the file's order
   * @throws IOException with the path and the record's number (from 0), when a checksum is wrong,
   *     the file does not end at a record's end, or the consumer fails
   */
  public static void read(Path path, RecordConsumer consumer) throws IOException {
    try (TfRecordReader reader = new TfRecordReader(path)) {
      while (reader.hasNext()) {
        long number = reader.position();
        byte[] bytes = reader.next();
        try {
          consumer.accept(bytes);
        } catch (IOException e) {
          throw new IOException(
              String.format(Locale.ROOT, "%s: record %d: %s", path, number, e.getMessage()), e);
        }
      }
    }
  }
}
