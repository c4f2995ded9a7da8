package io.github.multigpumnist.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One checkpoint.
 *
 * @param prefix path of its files without {@code .index} and {@code .data-…}
 */
public record Checkpoint(Path prefix) {
  private static final Pattern STEP = Pattern.compile("-(\\d{1,18})$");

  /**
   * The step it was written after, by its name.
   *
   * @return empty when the name does not end in {@code -STEP}
   */
  public OptionalLong step() {
    Matcher m = STEP.matcher(prefix.getFileName().toString());
    return m.find() ? OptionalLong.of(Long.parseLong(m.group(1))) : OptionalLong.empty();
  }

  /**
   * Finds a checkpoint.
   *
   * @param directoryOrPrefix a folder, whose newest checkpoint is meant, or a checkpoint's prefix
   * @return the checkpoint
   * @throws IOException when there is none
   */
  public static Checkpoint find(Path directoryOrPrefix) throws IOException {
    if (Files.isDirectory(directoryOrPrefix)) {
      return new CheckpointDirectory(directoryOrPrefix)
          .latest()
          .orElseThrow(
              () ->
                  new IOException(
                      directoryOrPrefix
                          + ": no checkpoint here, expected a 'checkpoint' file written by a run"));
    }
    if (Files.isRegularFile(index(directoryOrPrefix))) {
      return new Checkpoint(directoryOrPrefix);
    }
    throw new IOException(
        directoryOrPrefix
            + ": neither a folder with checkpoints nor a checkpoint's prefix (no "
            + index(directoryOrPrefix).getFileName()
            + ")");
  }

  private static Path index(Path prefix) {
    return prefix.resolveSibling(prefix.getFileName() + ".index");
  }

  boolean exists() {
    return Files.isRegularFile(index(prefix));
  }

  @Override
  public String toString() {
    return prefix.toString();
  }
}
