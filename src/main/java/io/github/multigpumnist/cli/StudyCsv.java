package io.github.multigpumnist.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.multigpumnist.report.StudySummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Trials as CSV (RFC 4180), a line each. What a trial has not is an empty cell; a value that is
 * None is {@code null}; the texts that would look like these stand in quotes.
 */
final class StudyCsv {
  private static final String NULL = "null";

  /** The columns that are the same in every study; parameters may have these names too. */
  private static final Set<String> RESERVED =
      Set.of("number", "state", "value", "feasible", "test_accuracy", "started", "completed");

  private final Map<String, Function<StudyTrial, String>> columns = new LinkedHashMap<>();

  private StudyCsv() {}

  static String of(StudySummary study, List<StudyTrial> trials) {
    StudyCsv csv = new StudyCsv();
    csv.addOwn(study);
    csv.addNamed(study.genes(), trials);
    csv.columns.put("started", t -> cell(t.started()));
    csv.columns.put("completed", t -> cell(t.completed()));
    List<String> lines = new ArrayList<>();
    lines.add(csv.columns.keySet().stream().map(StudyCsv::cell).collect(Collectors.joining(",")));
    trials.forEach(
        trial ->
            lines.add(
                csv.columns.values().stream()
                    .map(column -> column.apply(trial))
                    .collect(Collectors.joining(","))));
    return String.join("\n", lines);
  }

  private void addOwn(StudySummary study) {
    columns.put("number", t -> Integer.toString(t.number()));
    columns.put("state", t -> cell(t.state()));
    if (study.hasSeveralObjectives()) {
      IntStream.range(0, study.directions().size())
          .forEach(i -> columns.put("values_" + i, t -> value(t, i)));
    } else {
      columns.put("value", t -> value(t, 0));
    }
    if (study.isConstrained()) {
      columns.put("feasible", t -> Boolean.toString(t.feasible()));
    }
    columns.put("test_accuracy", t -> cell(t.testAccuracy()));
  }

  private static String value(StudyTrial trial, int objective) {
    return objective < trial.values().size() ? cell(trial.values().get(objective)) : "";
  }

  /** Parameters, then attributes; one whose name is another's too is called as Optuna calls it. */
  private void addNamed(List<String> params, List<StudyTrial> trials) {
    Set<String> attributes = new LinkedHashSet<>();
    trials.forEach(trial -> attributes.addAll(trial.attributes().keySet()));
    Set<String> taken = new HashSet<>(RESERVED);
    taken.addAll(columns.keySet());
    Set<String> both = new HashSet<>(params);
    both.retainAll(attributes);
    taken.addAll(both);
    for (String name : params) {
      columns.put(
          column("params_", name, taken),
          t -> t.params().containsKey(name) ? cellOrNull(t.params().get(name)) : "");
    }
    for (String name : attributes) {
      columns.put(
          column("user_attrs_", name, taken),
          t -> t.attributes().containsKey(name) ? cellOrNull(plain(t.attributes().get(name))) : "");
    }
  }

  private static String column(String prefix, String name, Set<String> taken) {
    String column = name;
    while (!taken.add(column)) {
      column = prefix + column;
    }
    return column;
  }

  /** Lists and maps as JSON. */
  private static Object plain(Object value) {
    if (!(value instanceof Collection<?> || value instanceof Map<?, ?>)) {
      return value;
    }
    try {
      return Console.JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("attribute " + value + " cannot be written", e);
    }
  }

  private static String cellOrNull(Object value) {
    return value == null ? NULL : cell(value);
  }

  private static String cell(Object value) {
    if (value == null) {
      return "";
    }
    String text = value.toString();
    return text.isEmpty() || text.equals(NULL) || text.matches("(?s).*[,\"\r\n].*")
        ? "\"" + text.replace("\"", "\"\"") + "\""
        : text;
  }
}
