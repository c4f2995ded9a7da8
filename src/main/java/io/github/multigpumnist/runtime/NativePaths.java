package io.github.multigpumnist.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Paths that TensorFlow opens by itself. It is given them in UTF-8; where the locale has another
 * encoding, Java's file of that name is another one.
 */
public final class NativePaths {
  private NativePaths() {}

  /**
   * Refuses a path under which TensorFlow would look for another file.
   *
   * @param path of a file or folder
   * @throws IOException when it has letters that the locale writes in another way than UTF-8
   */
  public static void require(Path path) throws IOException {
    require(path, System.getProperty("sun.jnu.encoding"));
  }

  static void require(Path path, String encodingOfNames) throws IOException {
    boolean ascii =
        StandardCharsets.US_ASCII.newEncoder().canEncode(path.toAbsolutePath().toString());
    if (!ascii && !encodingOfNames.equals(StandardCharsets.UTF_8.name())) {
      throw new IOException(
          path
              + ": TensorFlow takes names of files in UTF-8, and this locale's are "
              + encodingOfNames
              + ", expected letters of ASCII only; or set LC_ALL=C.UTF-8");
    }
  }
}
