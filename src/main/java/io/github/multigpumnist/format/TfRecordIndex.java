package io.github.multigpumnist.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads records from anywhere in an uncompressed TFRecord file; many threads may at once. Where
 * they begin is found out by their headers, as far as is needed.
 */
public final class TfRecordIndex {
  private final Path path;
  private final FileChannel channel; // closed with the last reference to it
  private TfRecordReader headers;
  private long[] ends = new long[1 << 10]; // of record i, in the file
  private int found;

  private TfRecordIndex(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Opens a file.
   *
   * @param path a file that is not compressed
   * @return nothing is read yet
   * @throws IOException when it cannot be read
   */
  public static TfRecordIndex open(Path path) throws IOException {
    return new TfRecordIndex(path, FileChannel.open(path, StandardOpenOption.READ));
  }

  /**
   * Reads neighbouring records, both checksums checked.
   *
   * @param from number of the first one, from 0
   * @param count how many
   * @param consumer takes them in order
   * @throws IOException with the path and the record's number, as {@link TfRecordFile#read}
   */
  public void read(long from, int count, TfRecordFile.RecordConsumer consumer) throws IOException {
    if (count == 0) {
      return;
    }
    long[] places = places((int) from, count);
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(places[count] - places[0]));
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, places[0] + bytes.position()) < 0) {
        throw bad(from, "the file became shorter while it was read");
      }
    }
    for (int i = 0; i < count; i++) {
      int start = (int) (places[i] - places[0]) + TfRecordFile.HEADER;
      int end = (int) (places[i + 1] - places[0]) - TfRecordFile.FOOTER;
      byte[] record = Arrays.copyOfRange(bytes.array(), start, end);
      int actual = new MaskedCrc().of(record, 0, record.length);
      if (actual != bytes.getInt(end)) {
        throw bad(
            from + i,
            String.format(
                Locale.ROOT,
                "checksum of the data is 0x%08x, expected 0x%08x",
                actual,
                bytes.getInt(end)));
      }
      try {
        consumer.accept(record);
      } catch (IOException e) {
        throw bad(from + i, e.getMessage());
      }
    }
  }

  /** Where the records begin, and where the last one ends. */
  private synchronized long[] places(int from, int count) throws IOException {
    if (headers == null) {
      headers = new TfRecordReader(path);
    }
    while (found < from + count) {
      if (!headers.hasNext()) {
        throw bad(found, "the file ends, expected " + (from + count) + " records");
      }
      headers.skip();
      if (found == ends.length) {
        ends = Arrays.copyOf(ends, 2 * ends.length);
      }
      ends[found++] = headers.offset();
    }
    long[] places = new long[count + 1];
    places[0] = from == 0 ? 0 : ends[from - 1];
    System.arraycopy(ends, from, places, 1, count);
    return places;
  }

  private IOException bad(long record, String what) {
    return new IOException(String.format(Locale.ROOT, "%s: record %d: %s", path, record, what));
  }
}
