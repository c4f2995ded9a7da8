package io.github.multigpumnist.dataset;

import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.util.List;

/** Where a data set comes from. */
interface Source {
  /** Reads the pictures, after downloading what is missing. */
  Dataset load(Progress.Reporter progress) throws IOException;

  /** Looks at every file; downloads nothing. Empty for a data set without files. */
  List<FileCheck> verify() throws IOException;

  /** Downloads what is missing, then looks at every file. */
  default List<FileCheck> fetch(Progress.Reporter progress) throws IOException {
    return verify();
  }
}
