package io.github.multigpumnist.dataset;

import io.github.multigpumnist.format.Digests;
import io.github.multigpumnist.format.MaybeGzip;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.ZipException;

/**
 * What a file's bytes must hash to.
 *
 * @param algorithm as Java names it, such as {@code SHA-256}
 * @param uncompressed whether a gzip file is hashed by what it unpacks to
 * @param hex the sum, lower case
 */
record Checksum(String algorithm, boolean uncompressed, String hex) {
  private static final int BUFFER = 1 << 16;

  static Checksum sha256OfContent(String hex) {
    return new Checksum("SHA-256", true, hex);
  }

  static Checksum md5OfFile(String hex) {
    return new Checksum("MD5", false, hex);
  }

  boolean matches(Path file) throws IOException {
    return of(file).equals(hex);
  }

  void check(Path file) throws IOException {
    String actual = of(file);
    if (!actual.equals(hex)) {
      throw new IOException(
          String.format(Locale.ROOT, "%s: %s is %s, expected %s", file, title(), actual, hex));
    }
  }

  String title() {
    return algorithm + (uncompressed ? " of the uncompressed content" : "");
  }

  private String of(Path file) throws IOException {
    MessageDigest digest = Digests.of(algorithm);
    try (InputStream in = uncompressed ? MaybeGzip.open(file) : Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (ZipException | EOFException e) {
      throw new IOException(file + ": not a whole gzip file: " + e.getMessage(), e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
