package io.github.multigpumnist.sequential;

import io.github.multigpumnist.format.AtomicFolders;
import io.github.multigpumnist.format.Links;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder that is replaced as a whole: the new one is written beside it, the old one moved aside,
 * the new one moved in. Whatever interrupts this, {@link #settle} gives the old or the new one.
 */
final class SavedFolder {

  /** Writes the content of a folder. */
  @FunctionalInterface
  interface Body {
    void writeTo(Path folder) throws IOException;
  }

  /** What a saved model consists of; everything else in the folder is somebody else's. */
  private static final Pattern OF_A_MODEL =
      Pattern.compile(
          Pattern.quote(SavedSequential.SEQUENTIAL) + "|model\\.json|checkpoint|model\\.ckpt-.*");

  private final Path folder;
  private final Path old;

  SavedFolder(Path folder) throws IOException {
    this.folder = Links.end(folder).normalize();
    this.old = sibling("previous");
  }

  private Path sibling(String purpose) {
    return folder.resolveSibling("." + folder.getFileName() + "." + purpose);
  }

  /**
   * Replaces the folder.
   *
   * @throws IOException when the path is something else's, or cannot be written; the folder is then
   *     as it was
   */
  void replace(Body body) throws IOException {
    settle();
    requireOwn();
    Path fresh = sibling(ProcessHandle.current().pid() + ".tmp");
    AtomicFolders.delete(fresh);
    try {
      body.writeTo(Files.createDirectories(fresh));
      if (Files.exists(folder)) {
        Files.move(folder, old);
      }
      Files.move(fresh, folder);
    } finally {
      AtomicFolders.delete(fresh);
    }
    settle();
  }

  private void requireOwn() throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException(folder + ": is a file, expected a folder or a new name");
    }
    if (Files.isDirectory(folder) && !Files.exists(folder.resolve(SavedSequential.SEQUENTIAL))) {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isPresent()) {
          throw new IOException(
              folder
                  + ": has files but no "
                  + SavedSequential.SEQUENTIAL
                  + ", expected a new or empty folder, or one that save has written");
        }
      }
    }
  }

  /** Brings a replacement that was interrupted to its end, or undoes it. */
  void settle() throws IOException {
    if (!Files.isDirectory(old)) {
      return;
    }
    if (!Files.exists(folder)) {
      Files.move(old, folder);
      return;
    }
    List<Path> files;
    try (Stream<Path> list = Files.list(old)) {
      files = list.toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (!OF_A_MODEL.matcher(name).matches()) {
        Files.move(file, folder.resolve(name));
      }
    }
    AtomicFolders.delete(old);
  }
}
