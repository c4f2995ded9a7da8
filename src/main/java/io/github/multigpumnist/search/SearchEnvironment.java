package io.github.multigpumnist.search;

import io.github.multigpumnist.progress.Progress;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What a search uses of the world around it.
 *
 * @param stopRequested true ends the search, trials under way being queued again
 * @param say takes lines for people: generations, the best networks
 * @param log takes a line for every network
 * @param progress shows how far a generation is
 */
public record SearchEnvironment(
    BooleanSupplier stopRequested,
    Consumer<String> say,
    Consumer<String> log,
    Progress.Reporter progress) {

  /**
   * A silent search that nothing interrupts.
   *
   * @return for tests and library use
   */
  public static SearchEnvironment silent() {
    return new SearchEnvironment(() -> false, line -> {}, line -> {}, Progress.Reporter.SILENT);
  }
}
