package io.github.multigpumnist.search;

import io.github.multigpumnist.store.Trial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rounds of a study with all their networks, told again from its scores. */
public final class StudyRounds {
  private StudyRounds() {}

  /**
   * A round that is complete.
   *
   * @param number from 0
   * @param scores of its networks, those that come from the round before among them
   * @param trained networks that no round before had
   */
  public record Scored(int number, List<Double> scores, int trained) {}

  /**
   * Goes through a search again.
   *
   * @param settings the study's
   * @param trials the study's
   * @return the complete rounds, in order
   */
  public static List<Scored> of(StudySettings settings, Collection<Trial> trials) {
    Map<String, Double> scores = StudyTrials.scores(trials);
    List<Scored> rounds = new ArrayList<>();
    Set<String> known = new HashSet<>();
    Optional<Round> next = Optional.of(settings.strategy().first());
    while (next.isPresent()) {
      Round round = next.get();
      List<String> networks = round.all().stream().map(Genome::fingerprint).toList();
      if (!scores.keySet().containsAll(networks)) {
        break;
      }
      int before = known.size();
      known.addAll(networks);
      int trained = known.size() - before;
      rounds.add(new Scored(rounds.size(), networks.stream().map(scores::get).toList(), trained));
      next =
          settings
              .strategy()
              .next(rounds.size(), round, genome -> scores.get(genome.fingerprint()));
    }
    return rounds;
  }
}
