package io.github.multigpumnist.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Walks a TFRecord file in large blocks, record by record. */
final class TfRecordReader implements Closeable {
  private static final int BLOCK = 1 << 18;
  private static final int LARGEST = Integer.MAX_VALUE - 64;

  private final Path path;
  private final FileChannel channel;
  private final long size;
  private final MaskedCrc crc = new MaskedCrc();
  private ByteBuffer block = allocate(BLOCK);
  private long blockStart;
  private long offset;
  private long record;

  TfRecordReader(Path path) throws IOException {
    this.path = path;
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
    this.size = channel.size();
    block.limit(0);
  }

  boolean hasNext() {
    return offset < size;
  }

  /** How many records were passed: the number, from 0, of the next one. */
  long position() {
    return record;
  }

  void skip() throws IOException {
    offset += TfRecordFile.HEADER + header() + TfRecordFile.FOOTER;
    record++;
  }

  byte[] next() throws IOException {
    long length = header();
    if (length > LARGEST) {
      throw bad("is %d bytes long, expected at most %d".formatted(length, LARGEST));
    }
    int at = window(offset + TfRecordFile.HEADER, (int) length + TfRecordFile.FOOTER);
    byte[] bytes = new byte[(int) length];
    block.get(at, bytes);
    int expected = block.getInt(at + bytes.length);
    int actual = crc.of(bytes, 0, bytes.length);
    if (actual != expected) {
      throw bad("checksum of the data is 0x%08x, expected 0x%08x".formatted(actual, expected));
    }
    offset += TfRecordFile.HEADER + length + TfRecordFile.FOOTER;
    record++;
    return bytes;
  }

  /** The checked length of the record at the offset. */
  private long header() throws IOException {
    long left = size - offset;
    if (left < TfRecordFile.HEADER + TfRecordFile.FOOTER) {
      throw bad(
          "the file ends after %d bytes of it, expected a header of %d bytes"
              .formatted(left, TfRecordFile.HEADER));
    }
    int at = window(offset, TfRecordFile.HEADER);
    int expected = block.getInt(at + Long.BYTES);
    int actual = crc.of(block.array(), at, Long.BYTES);
    if (actual != expected) {
      throw bad("checksum of the length is 0x%08x, expected 0x%08x".formatted(actual, expected));
    }
    long length = block.getLong(at);
    long room = left - TfRecordFile.HEADER - TfRecordFile.FOOTER;
    if (length < 0 || length > room) {
      throw bad(
          "is %s bytes long, but the file holds only %d more: cut short"
              .formatted(Long.toUnsignedString(length), room));
    }
    return length;
  }

  /** Where in the block the bytes from {@code start} lie, after reading them when needed. */
  private int window(long start, int length) throws IOException {
    if (start < blockStart || start + length > blockStart + block.limit()) {
      if (length > block.capacity()) {
        block = allocate(length);
      }
      fill(start, length);
    }
    return (int) (start - blockStart);
  }

  private void fill(long start, int least) throws IOException {
    block.clear();
    blockStart = start;
    while (block.position() < least) {
      if (channel.read(block, start + block.position()) < 0) {
        throw bad("the file became shorter while it was read");
      }
    }
    block.flip();
  }

  private IOException bad(String what) {
    return new IOException("%s: record %d: %s".formatted(path, record, what));
  }

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
