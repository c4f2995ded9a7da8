package io.github.multigpumnist.cli;

import io.github.multigpumnist.dataset.DataLocations;
import io.github.multigpumnist.dataset.Datasets;
import io.github.multigpumnist.dataset.FileCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code data verify}: says of every file where it is and whether it is right. */
final class DataVerifyCommand implements Command {
  @Override
  public String name() {
    return "data verify";
  }

  @Override
  public String summary() {
    return "Checks every file of a data set; downloads nothing";
  }

  @Override
  public Flags flags() {
    return DataFlags.create();
  }

  @Override
  public Object run(Arguments arguments, Console console) throws IOException {
    String dataset = DataFlags.dataset(arguments);
    DataLocations locations = DataFlags.locations(arguments);
    return listOrFail(dataset, Datasets.verify(dataset, locations), locations, console);
  }

  /** Prints every file; when one is wrong or missing the command fails, with the JSON printed. */
  static DataFlags.FileList listOrFail(
      String dataset, List<FileCheck> checks, DataLocations locations, Console console)
      throws IOException {
    DataFlags.FileList list = DataFlags.list(dataset, checks, console);
    if (!list.right()) {
      console.result(list);
      throw new IOException(fault(dataset, checks, locations));
    }
    return list;
  }

  private static String fault(String dataset, List<FileCheck> checks, DataLocations locations) {
    long missing = checks.stream().filter(check -> check.path().isEmpty()).count();
    long wrong = checks.stream().filter(check -> !check.right()).count() - missing;
    String places =
        locations.folders(dataset).stream().map(Path::toString).collect(Collectors.joining(", "));
    return String.format(
            Locale.ROOT,
            "data set %s: of %d files %d are wrong and %d missing",
            dataset,
            checks.size(),
            wrong,
            missing)
        + (missing > 0 ? "; looked in " + places : "");
  }
}
