package io.github.multigpumnist.runtime;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells checkpoints apart that are not of the kind this program reads. */
final class CheckpointFormat {
  /** The last 8 bytes of a table as TensorFlow writes it, least significant byte first. */
  private static final long TABLE = 0xdb4775248b80fb57L;

  /** A V2 index is such a table too. */
  private static final Pattern OF_V2 = Pattern.compile(".*\\.(index|data-\\d{5}-of-\\d{5})");

  /** The key under which tf.train.Checkpoint and Keras keep which object has which variable. */
  private static final String OBJECTS = "_CHECKPOINTABLE_OBJECT_GRAPH";

  private CheckpointFormat() {}

  /** Whether the prefix has files in the format before V2: without an index. */
  static boolean isV1(Path prefix) throws IOException {
    Path folder = prefix.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      return false;
    }
    Pattern name =
        Pattern.compile(Pattern.quote(prefix.getFileName() + "") + "(-\\d{5}-of-\\d{5})?");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String found = file.getFileName().toString();
        if (name.matcher(found).matches() && !OF_V2.matcher(found).matches() && isTable(file)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isTable(Path path) throws IOException {
    if (!Files.isRegularFile(path) || Files.size(path) < Long.BYTES) {
      return false;
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(file.length() - Long.BYTES);
      return Long.reverseBytes(file.readLong()) == TABLE;
    }
  }

  /** Whether a V2 index lists variables by the objects they belong to. */
  static boolean isObjectBased(Path index) throws IOException {
    // TensorFlow does not compress an index; no other key begins like this one.
    return Files.isRegularFile(index)
        && new String(Files.readAllBytes(index), StandardCharsets.ISO_8859_1).contains(OBJECTS);
  }
}
