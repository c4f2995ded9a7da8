package io.github.multigpumnist.study;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The order of a study's complete trials: Optuna's {@code best_trial} and {@code best_trials}
 * (constraints are kept at 0 or less) lead it.
 */
public final class Ranking {
  private final List<Direction> directions;
  private final List<Trial> complete;

  private Ranking(List<Direction> directions, Collection<Trial> trials) {
    this.directions = directions;
    this.complete =
        trials.stream()
            .filter(t -> t.state() == TrialState.COMPLETE)
            .filter(t -> t.values().size() == directions.size())
            .toList();
  }

  /**
   * Ranks trials.
   *
   * @param directions which values are better, of each objective; at least one
   * @param trials of one study
   * @return their order
   */
  public static Ranking of(List<Direction> directions, Collection<Trial> trials) {
    return new Ranking(directions, trials);
  }

  /**
   * Ranks the trials of a search.
   *
   * @param trials of one study, Optuna's own among them
   * @return the search's own, best first
   */
  public static List<Trial> ofSearch(Collection<Trial> trials) {
    List<Trial> own = trials.stream().filter(t -> t.fingerprint().isPresent()).toList();
    return of(List.of(Direction.MAXIMIZE), own).bestFirst();
  }

  /**
   * Trials that have all their values.
   *
   * @return in the order given
   */
  public List<Trial> complete() {
    return complete;
  }

  /**
   * Complete trials as Optuna ranks them: those that keep the constraints first; then by value,
   * infinite ones included; of equals the one with the lower validation loss, then the earlier.
   * Where there are several objectives, the trials of the {@link #front} come first.
   *
   * @return empty while none is complete
   */
  public List<Trial> bestFirst() {
    Comparator<Trial> order =
        directions.size() > 1
            ? frontFirst()
            : Comparator.comparing((Trial t) -> !t.isFeasible())
                .thenComparingDouble(t -> loss(t, 0))
                .thenComparingDouble(Ranking::validationLoss);
    return complete.stream().sorted(order.thenComparingInt(Trial::number)).toList();
  }

  private Comparator<Trial> frontFirst() {
    Set<Long> ids = front().stream().map(Trial::id).collect(Collectors.toSet());
    return Comparator.comparing((Trial t) -> !ids.contains(t.id()))
        .thenComparing(t -> !t.isFeasible());
  }

  private static double validationLoss(Trial trial) {
    return trial.outcome().map(Outcome::validationLoss).orElse(Double.POSITIVE_INFINITY);
  }

  /**
   * Feasible complete trials that no other is better than in one objective and as good as in all
   * others: Optuna's {@code best_trials}.
   *
   * @return by number
   */
  public List<Trial> front() {
    List<Trial> feasible = complete.stream().filter(Trial::isFeasible).toList();
    return feasible.stream()
        .filter(t -> feasible.stream().noneMatch(other -> dominates(other, t)))
        .toList();
  }

  private boolean dominates(Trial a, Trial b) {
    boolean better = false;
    for (int i = 0; i < directions.size(); i++) {
      if (loss(a, i) > loss(b, i)) {
        return false;
      }
      better |= loss(a, i) < loss(b, i);
    }
    return better;
  }

  /** Lower is better. */
  private double loss(Trial trial, int objective) {
    double value = trial.values().get(objective);
    return directions.get(objective) == Direction.MAXIMIZE ? -value : value;
  }
}
