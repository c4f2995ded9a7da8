package io.github.multigpumnist.cli;

import io.github.multigpumnist.dataset.DataLocations;
import io.github.multigpumnist.dataset.Datasets;
import io.github.multigpumnist.dataset.FileCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a published data set is on this machine.
 *
 * @param name the data set
 * @param right whether all its files are here and as they must be
 * @param folder where they are, or null when there are none
 * @param problem what is wrong with the first bad file, or null
 */
record DataState(String name, boolean right, String folder, String problem) {
  private static final List<String> PUBLISHED = List.of("mnist", "fashion-mnist", "cifar10");

  static List<DataState> all(DataLocations locations) throws IOException {
    List<DataState> states = new ArrayList<>();
    for (String name : PUBLISHED) {
      states.add(of(name, Datasets.verify(name, locations)));
    }
    return states;
  }

  private static DataState of(String name, List<FileCheck> checks) {
    Optional<Path> folder =
        checks.stream().flatMap(check -> check.path().stream()).findFirst().map(Path::getParent);
    Optional<FileCheck> bad = checks.stream().filter(check -> !check.right()).findFirst();
    return new DataState(
        name,
        bad.isEmpty(),
        folder.map(Path::toString).orElse(null),
        bad.map(check -> check.file() + ": " + check.remark()).orElse(null));
  }

  @Override
  public String toString() {
    if (right) {
      return name + ": " + folder;
    }
    return name + (folder == null ? ": not here" : ": damaged in " + folder);
  }
}
