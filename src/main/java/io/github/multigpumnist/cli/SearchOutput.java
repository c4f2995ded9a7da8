package io.github.multigpumnist.cli;

import io.github.multigpumnist.search.SearchResult;
import io.github.multigpumnist.space.Genome;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A search's result for people and as JSON. */
final class SearchOutput {
  private SearchOutput() {}

  /** The best networks as JSON shows them; {@code testAccuracy} is null when none is known. */
  record BestNetwork(
      String fingerprint,
      Map<String, Object> genes,
      double validationAccuracy,
      Double testAccuracy,
      int epochs,
      int bestEpoch) {}

  /** A search as JSON shows it. */
  record Summary(
      String kind,
      String study,
      String storage,
      long seed,
      boolean interrupted,
      int trained,
      int scored,
      double seconds,
      List<GenerationLine> generations,
      List<BestNetwork> top) {}

  static Summary summary(SearchResult result, String storage, long seed) {
    return new Summary(
        result.kind(),
        result.study(),
        storage,
        seed,
        result.interrupted(),
        result.trained(),
        result.scored(),
        result.seconds(),
        result.generations().stream().map(GenerationLine::of).toList(),
        result.top().stream()
            .map(
                n ->
                    new BestNetwork(
                        n.fingerprint(),
                        n.genes(),
                        n.validationAccuracy(),
                        n.testAccuracy().isPresent() ? n.testAccuracy().getAsDouble() : null,
                        n.epochs(),
                        n.bestEpoch()))
            .toList());
  }

  /** What became of the networks that failed; there are some. */
  static String failures(SearchResult result) {
    SearchResult.Failure first = result.failures().get(0);
    return String.format(
        Locale.ROOT,
        "%d of %d networks of study '%s' failed, the first, network %d: %s",
        result.failures().size(),
        result.scored(),
        result.study(),
        first.number(),
        first.reason());
  }

  /** The table at the end. */
  static List<String> table(SearchResult result) {
    Stream<String> head =
        Stream.of(
            String.format(
                Locale.ROOT,
                "Best %d of %d networks by validation accuracy:",
                result.top().size(),
                result.scored()),
            "validation    test  epoch  network");
    return Stream.concat(head, result.top().stream().map(SearchOutput::line)).toList();
  }

  private static String line(SearchResult.Network network) {
    String test =
        network.testAccuracy().isPresent()
            ? String.format(Locale.ROOT, "%.4f", network.testAccuracy().getAsDouble())
            : "-";
    return String.format(
        Locale.ROOT,
        "%10.4f  %6s  %5d  %s",
        network.validationAccuracy(),
        test,
        network.bestEpoch(),
        new Genome(new TreeMap<>(network.genes())));
  }
}
