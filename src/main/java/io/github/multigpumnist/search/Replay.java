package io.github.multigpumnist.search;

import io.github.multigpumnist.space.Genome;
import io.github.multigpumnist.study.Trial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far a search has come, told from the scores of its trials alone: the generations that are
 * done, and what is to be trained now.
 */
public final class Replay {
  private final SearchStrategy strategy;
  private final Set<Genome> known = new HashSet<>();
  private final List<Generation> generations = new ArrayList<>();
  private Round current;
  private boolean done;

  /** Networks of the current round that no earlier one had, each once. */
  private Set<Genome> fresh;

  /**
   * A search at its beginning.
   *
   * @param strategy which it follows
   */
  public Replay(SearchStrategy strategy) {
    this.strategy = strategy;
    begin(strategy.first());
  }

  private void begin(Round round) {
    current = round;
    fresh = new LinkedHashSet<>(round.added());
    fresh.removeAll(known);
    known.addAll(fresh);
  }

  /**
   * Scores by the network's fingerprint.
   *
   * @param trials of one study
   * @return of a network tried twice, as Optuna may do, the greater score
   */
  static Map<String, Double> scores(Collection<Trial> trials) {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (Trial trial : trials) {
      trial
          .fingerprint()
          .ifPresent(f -> trial.score().ifPresent(score -> scores.merge(f, score, Math::max)));
    }
    return scores;
  }

  /**
   * Ends every round whose scores are all there, and begins the next.
   *
   * @param trials the study's
   * @return all generations that are done, from the first
   */
  public List<Generation> advance(Collection<Trial> trials) {
    return advance(scores(trials));
  }

  List<Generation> advance(Map<String, Double> scores) {
    while (!done && fresh.stream().allMatch(g -> scores.containsKey(g.fingerprint()))) {
      generations.add(ended(scores));
      Optional<Round> next =
          strategy.next(
              generations.size(), current, known, genome -> scores.get(genome.fingerprint()));
      if (next.isPresent()) {
        begin(next.get());
      } else {
        done = true;
      }
    }
    return generations();
  }

  private Generation ended(Map<String, Double> scores) {
    return new Generation(
        generations.size() + 1,
        current.all().stream().map(g -> scores.get(g.fingerprint())).toList(),
        fresh.size(),
        current.added().size() - fresh.size());
  }

  /** Those that are done. */
  List<Generation> generations() {
    return List.copyOf(generations);
  }

  boolean done() {
    return done;
  }

  /** The current round's number, from 0; when all are done, how many there were. */
  int number() {
    return generations.size();
  }

  /** What the current round must train, in its order. */
  Set<Genome> fresh() {
    return fresh;
  }

  /** Whether the search has come to a network. */
  boolean knows(Trial trial) {
    return trial.genome().filter(known::contains).isPresent();
  }
}
