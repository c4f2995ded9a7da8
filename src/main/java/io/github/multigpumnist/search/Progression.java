package io.github.multigpumnist.search;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How far a strategy has come, told from scores alone: what is done, and what is to do now. */
final class Progression {
  private final SearchStrategy strategy;
  private final Set<String> known = new HashSet<>();
  private Round current;
  private int number;
  private boolean done;

  /** Networks of the current round that no earlier one had, by fingerprint, each once. */
  private Map<String, Genome> fresh;

  Progression(SearchStrategy strategy) {
    this.strategy = strategy;
    begin(strategy.first());
  }

  private void begin(Round round) {
    current = round;
    fresh = new LinkedHashMap<>();
    for (Genome genome : round.added()) {
      if (known.add(genome.fingerprint())) {
        fresh.put(genome.fingerprint(), genome);
      }
    }
  }

  /** Ends every round whose scores are all there, and begins the next. */
  List<RoundSummary> advance(Map<String, Double> scores) {
    List<RoundSummary> ended = new ArrayList<>();
    while (!done && scores.keySet().containsAll(fresh.keySet())) {
      ended.add(summary(scores));
      number++;
      Optional<Round> next =
          strategy.next(number, current, genome -> scores.get(genome.fingerprint()));
      if (next.isPresent()) {
        begin(next.get());
      } else {
        done = true;
      }
    }
    return ended;
  }

  private RoundSummary summary(Map<String, Double> scores) {
    DoubleSummaryStatistics accuracy =
        current.all().stream().mapToDouble(g -> scores.get(g.fingerprint())).summaryStatistics();
    return new RoundSummary(
        number,
        accuracy.getAverage(),
        accuracy.getMax(),
        fresh.size(),
        current.added().size() - fresh.size());
  }

  boolean done() {
    return done;
  }

  /** The current round's number, from 0. */
  int number() {
    return number;
  }

  /** What the current round must train, in its order. */
  Map<String, Genome> fresh() {
    return fresh;
  }

  /** Fingerprints of every network of this round and those before. */
  Set<String> known() {
    return known;
  }
}
