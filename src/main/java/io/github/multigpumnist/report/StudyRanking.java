package io.github.multigpumnist.report;

import io.github.multigpumnist.store.Direction;
import io.github.multigpumnist.store.Trial;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The order of a study's complete trials: Optuna's {@code best_trial} and {@code best_trials}
 * (constraints are kept at 0 or less) lead it.
 */
final class StudyRanking {
  private final List<Direction> directions;

  private StudyRanking(List<Direction> directions) {
    this.directions = directions;
  }

  static List<Trial> of(StudySummary study) {
    StudyRanking ranking = new StudyRanking(study.directions());
    Comparator<Trial> order =
        study.hasSeveralObjectives()
            ? frontFirst(study.paretoFront())
            : Comparator.comparing((Trial t) -> !t.isFeasible())
                .thenComparingDouble(t -> ranking.loss(t, 0))
                .thenComparingDouble(StudyRanking::validationLoss);
    return study.complete().stream().sorted(order.thenComparingInt(Trial::number)).toList();
  }

  private static Comparator<Trial> frontFirst(List<Trial> front) {
    Set<Long> ids = front.stream().map(Trial::id).collect(Collectors.toSet());
    return Comparator.comparing((Trial t) -> !ids.contains(t.id()))
        .thenComparing(t -> !t.isFeasible());
  }

  private static double validationLoss(Trial trial) {
    return StudySummary.number(trial, "validation_loss").orElse(Double.POSITIVE_INFINITY);
  }

  static List<Trial> front(StudySummary study) {
    StudyRanking ranking = new StudyRanking(study.directions());
    List<Trial> feasible = study.complete().stream().filter(Trial::isFeasible).toList();
    return feasible.stream()
        .filter(t -> feasible.stream().noneMatch(other -> ranking.dominates(other, t)))
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
