package io.github.multigpumnist.cli;

import io.github.multigpumnist.report.StudySummary;
import io.github.multigpumnist.study.Trial;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * A trial as JSON shows it.
 *
 * @param number within the study
 * @param state in lower case
 * @param value the objective; null when there is none, or several
 * @param values all objectives
 * @param feasible whether Optuna's constraints are kept
 * @param testAccuracy null when it was not tested
 * @param params by name
 * @param attributes the user attributes
 * @param curve values reported on the way, by step
 * @param started ISO 8601, UTC; null before
 * @param completed ISO 8601, UTC; null before
 */
record StudyTrial(
    int number,
    String state,
    Double value,
    List<Double> values,
    boolean feasible,
    Double testAccuracy,
    Map<String, Object> params,
    Map<String, Object> attributes,
    SortedMap<Integer, Double> curve,
    String started,
    String completed) {

  static StudyTrial of(StudySummary study, Trial trial) {
    return new StudyTrial(
        trial.number(),
        trial.state().name().toLowerCase(Locale.ROOT),
        orNull(trial.value()),
        trial.values(),
        trial.isFeasible(),
        orNull(study.testAccuracy(trial)),
        trial.params(),
        trial.attributes(),
        trial.curve(),
        trial.started().map(Instant::toString).orElse(null),
        trial.completed().map(Instant::toString).orElse(null));
  }

  private static Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
