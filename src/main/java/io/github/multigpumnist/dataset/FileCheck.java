package io.github.multigpumnist.dataset;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What was found out about one file of a data set.
 *
 * @param file its name
 * @param path where it lies, if anywhere
 * @param right whether it is there and as it must be
 * @param remark what was checked, or what is wrong
 */
public record FileCheck(String file, Optional<Path> path, boolean right, String remark) {
  static FileCheck right(String file, Path path, String remark) {
    return new FileCheck(file, Optional.of(path), true, remark);
  }

  static FileCheck wrong(String file, Path path, String remark) {
    return new FileCheck(file, Optional.of(path), false, remark);
  }

  static FileCheck missing(String file) {
    return new FileCheck(file, Optional.empty(), false, "missing");
  }
}
