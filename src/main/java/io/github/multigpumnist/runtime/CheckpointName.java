package io.github.multigpumnist.runtime;

import io.github.multigpumnist.format.AtomicFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A checkpoint's prefix as TensorFlow's restore operation can be given it. That operation takes the
 * prefix for a pattern, and one with {@code [} or {@code \} does not match itself: such a
 * checkpoint's files are read through links with a plain name, in a temporary folder.
 *
 * @param prefix absolute
 * @param links the folder of the links; empty where the prefix matches itself
 */
record CheckpointName(Path prefix, Optional<Path> links) implements AutoCloseable {
  private static final String PLAIN = "checkpoint";

  static CheckpointName of(Path prefix) throws IOException {
    NativePaths.require(prefix);
    String text = prefix.toString();
    if (!text.contains("[") && !text.contains("\\")) {
      return new CheckpointName(prefix, Optional.empty());
    }
    Path folder = Files.createTempDirectory("multigpu-mnist-checkpoint-");
    CheckpointName name = new CheckpointName(prefix, Optional.of(folder));
    try {
      name.link(folder);
    } catch (IOException e) {
      name.close();
      throw e;
    }
    return name;
  }

  private void link(Path folder) throws IOException {
    String start = prefix.getFileName() + ".";
    try (Stream<Path> files = Files.list(prefix.getParent())) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(start)) {
          String ending = name.substring(start.length());
          Files.createSymbolicLink(folder.resolve(PLAIN + "." + ending), file);
        }
      }
    }
  }

  String forTensorFlow() {
    return links.map(folder -> folder.resolve(PLAIN)).orElse(prefix).toString();
  }

  /** TensorFlow's message with the name that the user knows. */
  String inWords(String message) {
    return message.replace(forTensorFlow(), prefix.toString());
  }

  @Override
  public void close() throws IOException {
    if (links.isPresent()) {
      AtomicFolders.delete(links.get());
    }
  }
}
