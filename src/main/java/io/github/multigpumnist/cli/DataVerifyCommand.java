package io.github.multigpumnist.cli;

import io.github.multigpumnist.dataset.Datasets;
import io.github.multigpumnist.dataset.FileCheck;
import java.io.IOException;
import java.util.List;

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
    return listOrFail(dataset, Datasets.verify(dataset, DataFlags.locations(arguments)), console);
  }

  /** Prints every file; when one is wrong or missing the command fails, with the JSON printed. */
  static DataFlags.FileList listOrFail(String dataset, List<FileCheck> checks, Console console)
      throws IOException {
    DataFlags.FileList list = DataFlags.list(dataset, checks, console);
    if (!list.right()) {
      console.result(list);
      long wrong = checks.stream().filter(check -> !check.right()).count();
      throw new IOException(
          "data set %s: %d of %d files wrong or missing".formatted(dataset, wrong, checks.size()));
    }
    return list;
  }
}
