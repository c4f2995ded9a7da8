package io.github.multigpumnist.cli;

import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.search.SearchEnvironment;
import io.github.multigpumnist.search.SearchResult;
import io.github.multigpumnist.search.Searcher;
import io.github.multigpumnist.study.Storage;
import io.github.multigpumnist.study.StudyOpening;
import io.github.multigpumnist.study.TrialStore;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code genetic} and {@code brute}: search for the best network, on one machine or several. */
final class SearchCommand implements Command {
  private final boolean genetic;

  private SearchCommand(boolean genetic) {
    this.genetic = genetic;
  }

  static SearchCommand genetic() {
    return new SearchCommand(true);
  }

  static SearchCommand brute() {
    return new SearchCommand(false);
  }

  @Override
  public String name() {
    return genetic ? "genetic" : "brute";
  }

  @Override
  public String summary() {
    return genetic
        ? "Searches for the best network by a genetic algorithm; goes on with a study"
        : "Tries every network of a space; goes on with a study";
  }

  @Override
  public Flags flags() {
    return genetic ? SearchFlags.genetic() : SearchFlags.brute();
  }

  @Override
  public Object run(Arguments arguments, Console console) throws Exception {
    SearchLog.silenceLibraries();
    SearchPlan plan = SearchPlan.read(arguments, genetic, console); // nothing is written before
    try (Interruption interruption = Interruption.awaited();
        SearchLog log = SearchLog.open(plan.logFile());
        TrialStore store = TrialStore.open(plan.storage())) {
      SearchEnvironment environment =
          new SearchEnvironment(
              interruption::requested,
              line -> {
                console.say(line);
                log.add(line);
              },
              log::add,
              console);
      Optional<SearchPlan.Begun> begun = plan.begin(store, environment);
      return begun.isEmpty() ? null : search(plan, begun.get(), environment);
    }
  }

  private static Object search(
      SearchPlan plan, SearchPlan.Begun begun, SearchEnvironment environment) throws Exception {
    StudyOpening opening = begun.opening();
    introduce(plan.storage(), opening, plan.devices(), environment);
    SearchResult result =
        new Searcher(opening, begun.data().splits(), plan.devices(), environment).run();
    if (!result.top().isEmpty()) {
      SearchOutput.table(result).forEach(environment.say());
    }
    if (result.interrupted()) {
      environment
          .say()
          .accept(
              "Interrupted: "
                  + result.scored()
                  + " networks are stored in "
                  + plan.storage()
                  + "; the same command goes on from there");
    }
    if (result.allFailed() && !result.interrupted()) {
      environment.log().accept(SearchOutput.failures(result));
      throw new IOException(SearchOutput.failures(result));
    }
    if (!result.failures().isEmpty()) {
      environment.say().accept(SearchOutput.failures(result));
    }
    long seed = opening.settings().seed();
    return SearchOutput.summary(result, plan.storage().toString(), seed);
  }

  private static void introduce(
      Storage storage, StudyOpening opening, List<Devices> devices, SearchEnvironment environment) {
    environment
        .say()
        .accept(
            String.format(
                Locale.ROOT,
                "Study '%s' in %s, %s, seed %d",
                opening.study().name(),
                storage,
                opening.isNew() ? "new" : "gone on with",
                opening.settings().seed()));
    environment.say().accept(WorkerDevices.describe(devices));
  }
}
