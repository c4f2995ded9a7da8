package io.github.multigpumnist.dataset;

import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.format.Digests;
import io.github.multigpumnist.format.MaybeGzip;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipException;

/** Files that can be read anywhere: of compressed ones a copy in the cache, unpacked once. */
final class UnpackedFiles {
  private static final String FOLDER = "unpacked";

  private UnpackedFiles() {}

  /**
   * @param cache the program's cache folder; the copy's name tells the file's place, size and time
   * @throws IOException with the file's path, when it is no whole gzip file
   */
  static Path of(Path file, Path cache) throws IOException {
    if (!MaybeGzip.isGzip(file)) {
      return file;
    }
    Path unpacked = cache.resolve(FOLDER).resolve(name(file));
    if (!Files.exists(unpacked)) {
      try (InputStream in = MaybeGzip.open(file)) {
        AtomicFiles.write(unpacked, in::transferTo);
      } catch (EOFException | ZipException e) {
        throw new IOException(file + ": not a whole gzip file: " + e.getMessage(), e);
      }
    }
    return unpacked;
  }

  private static String name(Path file) throws IOException {
    String key = Source.identity(List.of(file));
    byte[] hash = Digests.of("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    String name = file.getFileName().toString();
    return name.replaceAll("\\.gz$", "") + "-" + HexFormat.of().formatHex(hash, 0, 8);
  }
}
