package io.github.multigpumnist.dataset;

import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Where a data set comes from. */
interface Source {
  /** Opens the pictures, after downloading what is missing. */
  Dataset load(Progress.Reporter progress) throws IOException;

  /** What the content is known by without opening a file; empty where that cannot be told. */
  default Optional<String> identity() throws IOException {
    return Optional.empty();
  }

  /** The places, sizes and times of files. */
  static String identity(Collection<Path> files) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Path file : files) {
      lines.append(file.toRealPath()).append(' ').append(Files.size(file));
      lines.append(' ').append(Files.getLastModifiedTime(file)).append('\n');
    }
    return lines.toString();
  }

  /** Looks at every file; downloads nothing. Empty for a data set without files. */
  List<FileCheck> verify() throws IOException;

  /** Downloads what is missing, then looks at every file. */
  default List<FileCheck> fetch(Progress.Reporter progress) throws IOException {
    return verify();
  }
}
