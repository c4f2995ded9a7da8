package io.github.multigpumnist.format;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads whole text files. */
public final class TextFile {
  /** What some editors write before UTF-8; no parser of ours takes it. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private TextFile() {}

  /**
   * Reads a file.
   *
   * @param file UTF-8
   * @return its content, without a byte-order mark
   * @throws IOException naming the file, when it is missing or no text
   */
  public static String read(Path file) throws IOException {
    try {
      String text = Files.readString(file);
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": is no text, expected UTF-8", e);
    }
  }
}
