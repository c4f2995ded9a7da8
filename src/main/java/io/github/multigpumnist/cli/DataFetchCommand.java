package io.github.multigpumnist.cli;

import io.github.multigpumnist.dataset.DataLocations;
import io.github.multigpumnist.dataset.Datasets;
import java.io.IOException;

/** {@code data fetch}: downloads what is missing of a data set. */
final class DataFetchCommand implements Command {
  @Override
  public String name() {
    return "data fetch";
  }

  @Override
  public String summary() {
    return "Downloads a data set into the user's cache, unless it is found already";
  }

  @Override
  public Flags flags() {
    return DataFlags.create();
  }

  @Override
  public Object run(Arguments arguments, Console console) throws IOException {
    String dataset = DataFlags.dataset(arguments);
    DataLocations locations = DataFlags.locations(arguments);
    return DataVerifyCommand.listOrFail(
        dataset, Datasets.fetch(dataset, locations, console), locations, console);
  }
}
