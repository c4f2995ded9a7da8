package io.github.multigpumnist.format;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads whole text files. */
public final class TextFile {
  private TextFile() {}

  /**
   * Reads a file.
   *
   * @param file UTF-8
   * @return its content
   * @throws IOException naming the file, when it is missing or no text
   */
  public static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": is no text, expected UTF-8", e);
    }
  }
}
