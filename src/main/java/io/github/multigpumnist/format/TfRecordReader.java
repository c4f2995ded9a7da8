package io.github.multigpumnist.format;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Walks a TFRecord file, plain or GZIP, in large blocks, record by record. */
final class TfRecordReader implements Closeable {
  private static final int BLOCK = 1 << 18;
  private static final int LARGEST = Integer.MAX_VALUE - 64;

  private final Path path;
  private final InputStream in;

  /** Bytes of all records; of a compressed file not known before its end. */
  private final long size;

  private final MaskedCrc crc = new MaskedCrc();

  /** From its position to its limit: what is read and not passed yet. */
  private ByteBuffer block = allocate(BLOCK).limit(0);

  private long offset;
  private long record;

  TfRecordReader(Path path) throws IOException {
    this.path = path;
    boolean gzip = TfRecordFile.isGzip(path);
    InputStream raw = Files.newInputStream(path);
    try {
      this.in = gzip ? new GZIPInputStream(raw, BLOCK) : raw;
      this.size = gzip ? Long.MAX_VALUE : Files.size(path);
    } catch (IOException e) {
      raw.close();
      throw new IOException(path + ": not a whole gzip file: " + e.getMessage(), e);
    }
  }

  boolean hasNext() throws IOException {
    return holds(1);
  }

  /** How many records were passed: the number, from 0, of the next one. */
  long position() {
    return record;
  }

  /** Where the next record begins. */
  long offset() {
    return offset;
  }

  void skip() throws IOException {
    long rest = header() + TfRecordFile.FOOTER;
    int here = (int) Math.min(rest, block.remaining());
    block.position(block.position() + here);
    try {
      in.skipNBytes(rest - here);
    } catch (EOFException | ZipException e) {
      throw bad("the file ends inside it: " + e.getMessage());
    }
    passed(rest);
  }

  byte[] next() throws IOException {
    long length = header();
    if (length > LARGEST) {
      throw bad(
          String.format(Locale.ROOT, "is %d bytes long, expected at most %d", length, LARGEST));
    }
    if (!holds((int) length + TfRecordFile.FOOTER)) {
      throw cut(length, block.remaining() - TfRecordFile.FOOTER);
    }
    byte[] bytes = new byte[(int) length];
    block.get(bytes);
    int expected = block.getInt();
    int actual = crc.of(bytes, 0, bytes.length);
    if (actual != expected) {
      throw bad(
          String.format(
              Locale.ROOT, "checksum of the data is 0x%08x, expected 0x%08x", actual, expected));
    }
    passed(length + TfRecordFile.FOOTER);
    return bytes;
  }

  private void passed(long afterHeader) {
    offset += TfRecordFile.HEADER + afterHeader;
    record++;
  }

  /** Passes the header of the next record; its checked length. */
  private long header() throws IOException {
    if (!holds(TfRecordFile.HEADER + TfRecordFile.FOOTER)) {
      throw bad(
          String.format(
              Locale.ROOT,
              "the file ends after %d bytes of it, expected a header of %d bytes",
              block.remaining(),
              TfRecordFile.HEADER));
    }
    int actual = crc.of(block.array(), block.position(), Long.BYTES);
    long length = block.getLong();
    int expected = block.getInt();
    if (actual != expected) {
      throw bad(
          String.format(
              Locale.ROOT, "checksum of the length is 0x%08x, expected 0x%08x", actual, expected));
    }
    long room = size - offset - TfRecordFile.HEADER - TfRecordFile.FOOTER;
    if (length < 0 || length > room) {
      throw cut(length, room);
    }
    return length;
  }

  /** Whether so many bytes are left; then they are in the block. */
  private boolean holds(int bytes) throws IOException {
    while (block.remaining() < bytes) {
      if (block.limit() == block.capacity()) {
        makeRoom(bytes);
      }
      int read = read();
      if (read < 0) {
        return false;
      }
      block.limit(block.limit() + read);
    }
    return true;
  }

  /** Grows little by little: a length that lies costs no more memory than the file has bytes. */
  private void makeRoom(int bytes) {
    int left = block.remaining();
    ByteBuffer larger =
        left < block.capacity() ? block : allocate((int) Math.min(bytes, 2L * block.capacity()));
    System.arraycopy(block.array(), block.position(), larger.array(), 0, left);
    block = larger.position(0).limit(left);
  }

  private int read() throws IOException {
    try {
      return in.read(block.array(), block.limit(), block.capacity() - block.limit());
    } catch (EOFException | ZipException e) {
      throw bad("the compressed file is damaged: " + e.getMessage());
    }
  }

  private IOException cut(long length, long room) {
    return bad(
        String.format(
            Locale.ROOT,
            "is %s bytes long, but the file holds only %d more: cut short",
            Long.toUnsignedString(length),
            room));
  }

  private IOException bad(String what) {
    return new IOException(String.format(Locale.ROOT, "%s: record %d: %s", path, record, what));
  }

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
