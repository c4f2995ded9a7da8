package io.github.multigpumnist.cli;

import io.github.multigpumnist.dataset.DataLocations;
import io.github.multigpumnist.dataset.Datasets;
import io.github.multigpumnist.dataset.FileCheck;
import java.nio.file.Path;
import java.util.List;

/** What the data commands share: which data set, where it is looked for, how files are listed. */
final class DataFlags {
  private static final String DATASET = "dataset";
  private static final String DATA_DIR = "data-dir";

  private DataFlags() {}

  static Flags create() {
    return addTo(new Flags());
  }

  static Flags addTo(Flags flags) {
    return withDataDir(flags.group("Data").value(DATASET, "NAME", "mnist", Datasets.NAMES));
  }

  static Flags withDataDir(Flags flags) {
    return flags.value(
        DATA_DIR,
        "DIR",
        null,
        "looked in first, before $" + DataLocations.VARIABLE + " and the user's cache");
  }

  static String dataset(Arguments arguments) {
    return arguments.string(DATASET);
  }

  static DataLocations locations(Arguments arguments) {
    return DataLocations.fromEnvironment(arguments.path(DATA_DIR));
  }

  /** One file, as JSON shows it. */
  record FileLine(String file, String path, boolean right, String remark) {
    static FileLine of(FileCheck check) {
      String path = check.path().map(Path::toString).orElse(null);
      return new FileLine(check.file(), path, check.right(), check.remark());
    }
  }

  /** A data set's files, as JSON shows them. */
  record FileList(String dataset, boolean right, List<FileLine> files) {}

  static FileList list(String dataset, List<FileCheck> checks, Console console) {
    if (checks.isEmpty()) {
      console.say(dataset + ": drawn by the program, needs no files");
    }
    for (FileCheck check : checks) {
      String where = check.path().map(Path::toString).orElse(check.file());
      console.say(
          (check.right() ? "right  " : check.path().isPresent() ? "WRONG  " : "")
              + where
              + ": "
              + check.remark());
    }
    boolean right = checks.stream().allMatch(FileCheck::right);
    return new FileList(dataset, right, checks.stream().map(FileLine::of).toList());
  }
}
