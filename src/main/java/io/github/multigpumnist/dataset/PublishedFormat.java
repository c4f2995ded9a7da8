package io.github.multigpumnist.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How the files of a published data set become pictures. */
interface PublishedFormat {
  /**
   * Opens all files, by name.
   *
   * @param cache where a file may be unpacked
   */
  Dataset read(String name, List<String> classNames, Map<String, Path> files, Path cache)
      throws IOException;

  /** Reads one file alone. */
  void check(String file, Path path) throws IOException;
}
