package io.github.multigpumnist.dataset;

import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.format.MaybeGzip;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipException;

/** Takes named files out of a compressed tar archive (POSIX ustar headers of 512 bytes). */
final class TarGz {
  private static final int BLOCK = 512;
  private static final int NAME_LENGTH = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_LENGTH = 12;

  private TarGz() {}

  /**
   * Writes the wanted files into a folder, without the archive's folders.
   *
   * @param wanted names without folders; nothing else is ever written
   * @throws IOException with the archive's path, when it is damaged or lacks one of them
   */
  static void extract(Path archive, Set<String> wanted, Path folder) throws IOException {
    Set<String> missing = new TreeSet<>(wanted);
    try (InputStream in = MaybeGzip.open(archive)) {
      byte[] header = in.readNBytes(BLOCK);
      while (header.length == BLOCK && header[0] != 0 && !missing.isEmpty()) {
        String path = text(header, 0, NAME_LENGTH);
        String name = path.substring(path.lastIndexOf('/') + 1);
        long size = size(header);
        if (missing.remove(name)) {
          AtomicFiles.write(folder.resolve(name), out -> copy(in, size, out));
        } else {
          copy(in, size, OutputStream.nullOutputStream());
        }
        in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        header = in.readNBytes(BLOCK);
      }
    } catch (EOFException | ZipException e) {
      throw new IOException(archive + ": the archive is damaged: " + e.getMessage(), e);
    }
    if (!missing.isEmpty()) {
      throw new IOException(archive + ": holds no " + String.join(", ", missing));
    }
  }

  private static String text(byte[] header, int from, int length) {
    String field = new String(header, from, length, StandardCharsets.US_ASCII);
    int end = field.indexOf(0);
    return (end < 0 ? field : field.substring(0, end)).trim();
  }

  private static long size(byte[] header) throws IOException {
    String octal = text(header, SIZE_AT, SIZE_LENGTH);
    try {
      return Long.parseUnsignedLong(octal, 8);
    } catch (NumberFormatException e) {
      throw new IOException("not a tar header: size '" + octal + "'", e);
    }
  }

  private static void copy(InputStream in, long size, OutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (long left = size; left > 0; ) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw new EOFException("ends inside a file");
      }
      out.write(buffer, 0, n);
      left -= n;
    }
  }
}
