package io.github.multigpumnist.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens a file that may be compressed: told by its first two bytes, not by its name. */
public final class MaybeGzip {
  private static final int BUFFER = 1 << 16;

  private MaybeGzip() {}

  /**
   * Tells whether a file is compressed.
   *
   * @param path a plain or gzip file
   * @return whether it begins as gzip does
   * @throws IOException when it cannot be read
   */
  public static boolean isGzip(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.read() == 0x1f && in.read() == 0x8b;
    }
  }

  /**
   * Opens a file for reading its uncompressed content.
   *
   * @param path a plain or gzip file
   * @return the uncompressed bytes; the caller closes it
   * @throws IOException when it cannot be opened, or begins like gzip and is not
   */
  public static InputStream open(Path path) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(path), BUFFER);
    try {
      raw.mark(2);
      boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
      raw.reset();
      return gzip ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }
}
