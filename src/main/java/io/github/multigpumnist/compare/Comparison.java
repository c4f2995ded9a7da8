package io.github.multigpumnist.compare;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures of a comparison: the content of {@code compare.json}.
 *
 * @param circumstances where, when, with what
 * @param repeat measurements that were wanted of each combination
 * @param targetAccuracy validation accuracy whose time was wanted; null when none was
 * @param interrupted whether it was stopped before the last run
 * @param rows a combination each, in the order they were asked for
 */
public record Comparison(
    @JsonUnwrapped Circumstances circumstances,
    int repeat,
    Double targetAccuracy,
    boolean interrupted,
    List<Row> rows) {

  /** Copies the list. */
  public Comparison {
    rows = List.copyOf(rows);
  }

  /**
   * Sums up what was measured.
   *
   * @param plan what was to be measured
   * @param outcome what was
   * @param targetAccuracy validation accuracy whose time is wanted; null when none is
   * @param circumstances where, when, with what
   * @return the figures
   */
  public static Comparison of(
      ComparisonPlan plan,
      Comparer.Outcome outcome,
      Double targetAccuracy,
      Circumstances circumstances) {
    List<Row> rows = new ArrayList<>();
    for (Combination combination : plan.combinations()) {
      Comparer.Found oneTower = outcome.found().get(combination.withOneTower());
      rows.add(
          Row.of(
              combination,
              outcome.found().get(combination),
              targetAccuracy,
              oneTower == null ? List.of() : oneTower.measurements()));
    }
    return new Comparison(
        circumstances, plan.repeat(), targetAccuracy, outcome.interrupted(), rows);
  }

  /**
   * Combinations that failed.
   *
   * @return those rows that have an error
   */
  public List<Row> failures() {
    return rows.stream().filter(row -> row.error() != null).toList();
  }
}
