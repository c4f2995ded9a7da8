package io.github.multigpumnist.report;

import io.github.multigpumnist.report.Charts.Axes;
import io.github.multigpumnist.report.Charts.HeatMap;
import io.github.multigpumnist.study.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.knowm.xchart.HeatMapChart;

/**
 * Heat maps of two genes that are numbers, such as neurons and layers: one for each combination of
 * the other genes. A cell is the best trial with its values.
 */
final class HeatMaps {
  private static final int MOST_VALUES = 16;
  private static final int MOST_PANELS = 60;
  private static final int MOST_COLUMNS = 4;
  private static final String PATTERN = "0.000";

  private final StudySummary study;

  /** Complete trials, best first. */
  private final List<Trial> ranking;

  /** Values by gene, of those genes that have more than one. */
  private final Map<String, List<Object>> varied = new LinkedHashMap<>();

  HeatMaps(StudySummary study) {
    this.study = study;
    this.ranking = study.drawable();
    for (String gene : study.genes()) {
      List<Object> values = GeneValues.of(gene, ranking);
      if (values.size() > 1 && ranking.stream().allMatch(t -> t.params().containsKey(gene))) {
        varied.put(gene, values);
      }
    }
  }

  /** Empty when fewer than two genes are numbers with a few values, or the others are too many. */
  Optional<Figure> figure() {
    List<String> axes =
        varied.keySet().stream()
            .filter(gene -> GeneValues.areNumbers(varied.get(gene)))
            .filter(gene -> varied.get(gene).size() <= MOST_VALUES)
            .limit(2)
            .toList();
    if (axes.size() < 2) {
      return Optional.empty();
    }
    // The gene of the fewest values is that of the columns.
    List<String> others =
        varied.keySet().stream()
            .filter(gene -> !axes.contains(gene))
            .sorted(Comparator.comparingInt((String gene) -> -varied.get(gene).size()))
            .toList();
    Map<List<Object>, List<Trial>> panels = panels(others);
    return panels.size() > MOST_PANELS
        ? Optional.empty()
        : Optional.of(figure(axes, others, panels));
  }

  /** Trials by their values of the other genes, in the order of those. */
  private Map<List<Object>, List<Trial>> panels(List<String> others) {
    Comparator<Trial> order = Comparator.comparingInt(t -> 0);
    for (String gene : others) {
      order = order.thenComparingInt(t -> varied.get(gene).indexOf(value(t, gene)));
    }
    Map<List<Object>, List<Trial>> panels = new LinkedHashMap<>();
    for (Trial trial : ranking.stream().sorted(order).toList()) {
      List<Object> combination = others.stream().map(gene -> value(trial, gene)).toList();
      panels.computeIfAbsent(combination, c -> new ArrayList<>()).add(trial);
    }
    return panels;
  }

  private Figure figure(
      List<String> axes, List<String> others, Map<List<Object>, List<Trial>> panels) {
    double least = ranking.stream().mapToDouble(HeatMaps::score).min().orElseThrow();
    double most = ranking.stream().mapToDouble(HeatMaps::score).max().orElseThrow();
    List<HeatMapChart> charts = new ArrayList<>();
    panels.forEach(
        (combination, trials) ->
            charts.add(
                Charts.heatMap(
                    new Axes(axes.get(1), axes.get(0), PATTERN),
                    new HeatMap(
                        combination.stream()
                            .map(GeneValues::label)
                            .collect(Collectors.joining(", ")),
                        texts(axes.get(1)),
                        texts(axes.get(0)),
                        cells(trials, axes),
                        least,
                        most > least ? most : least + 1))));
    int columns = others.isEmpty() ? 1 : varied.get(others.get(others.size() - 1)).size();
    String pair = axes.get(0) + " and " + axes.get(1);
    return new Figure(
        "heatmap",
        "Heat maps of " + study.metric() + " by " + pair,
        String.format(
            Locale.ROOT,
            "Best %s of each pair of %s%s; one scale from %s (light) to %s (dark).",
            study.metric(),
            pair,
            others.isEmpty() ? "" : ", for each " + String.join(" and ", others),
            Numbers.short4(least),
            Numbers.short4(most)),
        charts,
        Math.min(MOST_COLUMNS, columns));
  }

  private List<String> texts(String gene) {
    return varied.get(gene).stream().map(String::valueOf).toList();
  }

  /** Column, row, score; the trials come best first. */
  private List<Number[]> cells(List<Trial> trials, List<String> axes) {
    List<Number[]> cells = new ArrayList<>();
    Set<List<Integer>> seen = new HashSet<>();
    for (Trial trial : trials) {
      int column = varied.get(axes.get(1)).indexOf(value(trial, axes.get(1)));
      int row = varied.get(axes.get(0)).indexOf(value(trial, axes.get(0)));
      if (seen.add(List.of(column, row))) {
        cells.add(new Number[] {column, row, score(trial)});
      }
    }
    return cells;
  }

  private static Object value(Trial trial, String gene) {
    return trial.params().get(gene);
  }

  private static double score(Trial trial) {
    return trial.value().orElseThrow();
  }
}
