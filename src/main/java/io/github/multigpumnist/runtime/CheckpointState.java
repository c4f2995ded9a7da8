package io.github.multigpumnist.runtime;

import com.google.protobuf.TextFormat;
import io.github.multigpumnist.format.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder's state file: a protocol buffer in text form, as TensorFlow's Python writes it.
 *
 * @param newest the newest checkpoint's prefix, absolute or in the folder; empty when none is named
 * @param all every checkpoint's prefix, oldest first
 */
record CheckpointState(Optional<String> newest, List<String> all) {
  /** Strings stand in either kind of quotes; what is no ASCII is escaped in octal. */
  private static final Pattern ENTRY =
      Pattern.compile(
          "^\\s*(all_)?model_checkpoint_paths?\\s*:\\s*"
              + "(?:\"((?:[^\"\\\\\\n]|\\\\.)*)\"|'((?:[^'\\\\\\n]|\\\\.)*)')",
          Pattern.MULTILINE);

  static CheckpointState read(Path file) throws IOException {
    Optional<String> newest = Optional.empty();
    List<String> all = new ArrayList<>();
    Matcher entry = ENTRY.matcher(TextFile.read(file));
    while (entry.find()) {
      String path = unescape(entry.group(2) == null ? entry.group(3) : entry.group(2), file);
      if (entry.group(1) != null) {
        all.add(path);
      } else if (newest.isEmpty()) {
        newest = Optional.of(path);
      }
    }
    return new CheckpointState(newest, List.copyOf(all));
  }

  private static String unescape(String quoted, Path file) throws IOException {
    try {
      return TextFormat.unescapeBytes(quoted).toStringUtf8();
    } catch (TextFormat.InvalidEscapeSequenceException e) {
      throw new IOException(file + ": '" + quoted + "' is not escaped as TensorFlow does it", e);
    }
  }
}
