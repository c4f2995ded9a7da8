package io.github.multigpumnist.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads values from anywhere in an uncompressed IDX file of any length; many threads may at once.
 * The file is not mapped into memory: one that is cut short meanwhile would end the process.
 */
public final class IdxReader {
  private final Path path;
  private final FileChannel channel; // closed with the last reference to it
  private final int[] dimensions;
  private final FileTime changed;

  private IdxReader(Path path, FileChannel channel, int[] dimensions) throws IOException {
    this.path = path;
    this.channel = channel;
    this.dimensions = dimensions;
    this.changed = Files.getLastModifiedTime(path);
  }

  /**
   * Opens a file and checks its header and length.
   *
   * @param path a file that is not compressed
   * @return what reads it
   * @throws IOException with the path, as {@link IdxFile#read}
   */
  public static IdxReader open(Path path) throws IOException {
    int[] dimensions = IdxFile.dimensions(path);
    return new IdxReader(path, FileChannel.open(path, StandardOpenOption.READ), dimensions);
  }

  /**
   * The sizes that the header tells.
   *
   * @return one to four, each at least 1
   */
  public int[] dimensions() {
    return dimensions.clone();
  }

  /**
   * Reads neighbouring values.
   *
   * @param from the first one's place, row-major, from 0
   * @param into where to
   * @param at its place there
   * @param count how many
   * @throws IOException with the path, when the file cannot be read or was changed after opening
   */
  public void read(long from, byte[] into, int at, int count) throws IOException {
    if (!Files.getLastModifiedTime(path).equals(changed)) {
      throw new IOException(path + ": the file was changed while it was read");
    }
    ByteBuffer buffer = ByteBuffer.wrap(into, at, count);
    long position = IdxFile.headerBytes(dimensions.length) + from;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, position);
      if (read < 0) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: the file became shorter while it was read, expected dimensions %s",
                path,
                Arrays.toString(dimensions)));
      }
      position += read;
    }
  }
}
