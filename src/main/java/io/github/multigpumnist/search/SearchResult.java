package io.github.multigpumnist.search;

import io.github.multigpumnist.space.Genome;
import io.github.multigpumnist.study.Outcome;
import io.github.multigpumnist.study.Trial;
import io.github.multigpumnist.study.TrialState;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a search came to.
 *
 * @param study its name
 * @param kind {@code genetic} or {@code brute}
 * @param interrupted whether it was stopped before its end; the same call goes on
 * @param trained networks that this process has trained, those tested at the end not counted
 * @param scored networks of the study that have a score, failed ones included
 * @param failures of those, the ones that failed; the first of them first
 * @param generations those that are complete
 * @param top the best networks, best first
 * @param seconds wall time of this process's part
 */
public record SearchResult(
    String study,
    String kind,
    boolean interrupted,
    int trained,
    int scored,
    List<Failure> failures,
    List<Generation> generations,
    List<Network> top,
    double seconds) {

  /**
   * Whether there is nothing to choose from.
   *
   * @return true when networks have a score, and every one because it failed
   */
  public boolean allFailed() {
    return !failures.isEmpty() && failures.size() >= scored;
  }

  static List<Failure> failures(List<Trial> trials) {
    Set<String> trained = // Optuna may have tried a failed one again
        trials.stream()
            .filter(t -> t.state() == TrialState.COMPLETE || t.state() == TrialState.PRUNED)
            .map(t -> t.fingerprint().orElseThrow())
            .collect(Collectors.toSet());
    return trials.stream()
        .filter(t -> t.state() == TrialState.FAIL)
        .filter(t -> !trained.contains(t.fingerprint().orElseThrow()))
        .map(t -> new Failure(t.number(), t.failReason().orElse("no reason is stored")))
        .toList();
  }

  /**
   * A network that could not be trained.
   *
   * @param number of its trial
   * @param reason for people to read
   */
  public record Failure(int number, String reason) {}

  /**
   * One of the best networks.
   *
   * @param fingerprint the study's name of it
   * @param genes its values
   * @param validationAccuracy what it was chosen by, 0 to 1
   * @param testAccuracy on the test images, 0 to 1; empty when the search was stopped before
   * @param epochs passes that it was trained for; 0 when the study does not tell
   * @param bestEpoch the pass whose weights were scored; 0 when the study does not tell
   */
  public record Network(
      String fingerprint,
      Map<String, Object> genes,
      double validationAccuracy,
      OptionalDouble testAccuracy,
      int epochs,
      int bestEpoch) {

    static Network of(Trial trial, Map<String, Double> tested) {
      Genome genome = trial.genome().orElseThrow();
      Double test = tested.get(genome.fingerprint());
      return new Network(
          genome.fingerprint(),
          genome.values(),
          trial.value().orElseThrow(),
          test == null ? OptionalDouble.empty() : OptionalDouble.of(test),
          trial.outcome().map(Outcome::epochs).orElse(0),
          trial.outcome().map(Outcome::bestEpoch).orElse(0));
    }
  }
}
