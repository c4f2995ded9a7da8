package io.github.multigpumnist.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes whole folders: under a temporary name beside the target, then renamed. A reader sees the
 * old folder or the new one, never half of either. A link stays a link: the folder it leads to is
 * replaced.
 */
public final class AtomicFolders {
  private AtomicFolders() {}

  /** What is written into the temporary folder. */
  @FunctionalInterface
  public interface Body {
    /**
     * Writes the content.
     *
     * @param folder not there yet; may be created by this method
     * @throws IOException when writing fails
     */
    void writeTo(Path folder) throws IOException;
  }

  /**
   * Writes a folder; what was there under its name is deleted once the new one is whole.
   *
   * @param target the folder; its parent is created when missing
   * @param body writes the content
   * @throws IOException when writing fails; the target is then as it was
   */
  public static void write(Path target, Body body) throws IOException {
    Path absolute = Links.end(target).normalize();
    Path parent = absolute.getParent();
    if (parent == null) {
      throw new IOException(target + ": is the root, expected a folder in another");
    }
    Files.createDirectories(parent);
    String start = "." + absolute.getFileName() + "." + ProcessHandle.current().pid();
    Path temporary = parent.resolve(start + ".tmp");
    Path old = parent.resolve(start + ".old");
    try {
      body.writeTo(temporary);
      boolean replaced = Files.exists(absolute);
      if (replaced) {
        Files.move(absolute, old);
      }
      try {
        Files.move(temporary, absolute);
      } catch (IOException e) {
        if (replaced) {
          Files.move(old, absolute);
        }
        throw e;
      }
    } finally {
      delete(temporary);
    }
    delete(old);
  }

  /**
   * Deletes a folder with everything in it.
   *
   * @param folder which need not exist
   * @throws IOException when something cannot be deleted
   */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> tree = Files.walk(folder)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
