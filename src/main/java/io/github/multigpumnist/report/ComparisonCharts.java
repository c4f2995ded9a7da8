package io.github.multigpumnist.report;

import io.github.multigpumnist.compare.Comparison;
import io.github.multigpumnist.compare.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.internal.chartpart.Chart;

/** The charts of a comparison; a figure that no row has gives none. */
final class ComparisonCharts {
  private final Comparison comparison;

  ComparisonCharts(Comparison comparison) {
    this.comparison = comparison;
  }

  /**
   * A chart and what is said of it.
   *
   * @param name of its file, without ending
   * @param chart to be drawn
   * @param alternative what it shows, in words
   * @param caption below it
   */
  record Drawn(String name, Chart<?, ?> chart, String alternative, String caption) {}

  /**
   * A figure of the rows, as bars show it.
   *
   * @param name of the chart's file
   * @param title of the axis, with the unit
   * @param pattern of the axis' numbers
   * @param value of a row; null when it has none
   * @param caption below the chart
   */
  private record Figure(
      String name, String title, String pattern, Function<Row, Double> value, String caption) {}

  List<Drawn> all() {
    List<Drawn> charts = new ArrayList<>();
    Figure speed =
        new Figure(
            "images-per-second",
            "images a second",
            "#,##0",
            Row::imagesPerSecond,
            "Training speed: the median measurement; the whisker reaches as far as the measurement"
                + " farthest from it, to both sides.");
    bars(charts, speed, ComparisonCharts::farthest);
    for (Figure figure : others()) {
      bars(charts, figure, row -> 0.0);
    }
    return charts;
  }

  private List<Figure> others() {
    return List.of(
        new Figure(
            "speedup",
            "speedup",
            "0.##",
            row -> comparison.rows().stream().allMatch(r -> r.towers() == 1) ? null : row.speedup(),
            "Images a second, divided by those of one tower with the same model, precision and"
                + " input."),
        new Figure(
            "input-wait",
            "waiting for input (% of a step)",
            "0.#",
            row -> row.inputWaitShare() == null ? null : row.inputWaitShare() * 100,
            "Share of the steps' time in which a tower had no examples to work on."),
        new Figure(
            "first-step",
            "seconds to the first step",
            "0.#",
            Row::secondsToFirstStep,
            "From the start of the process to the end of its first training step."),
        new Figure(
            "peak-memory",
            "peak memory (MB)",
            "#,##0",
            Row::peakMemoryMb,
            "Resident memory of the process at its highest."),
        new Figure(
            "time-to-target",
            "seconds to the target accuracy",
            "0.#",
            Row::secondsToTarget,
            "From the start of the process to the end of the first epoch with a validation accuracy"
                + " of "
                + comparison.targetAccuracy()
                + " or more."));
  }

  private static double farthest(Row row) {
    return Math.max(
        row.imagesPerSecondMax() - row.imagesPerSecond(),
        row.imagesPerSecond() - row.imagesPerSecondMin());
  }

  /** A group of bars for each model, precision and input; in it a bar for each tower count. */
  private void bars(List<Drawn> charts, Figure figure, ToDoubleFunction<Row> whisker) {
    if (comparison.rows().stream().map(figure.value()).allMatch(Objects::isNull)) {
      return;
    }
    List<String> groups = groups();
    Map<String, List<Charts.Bar>> series = new LinkedHashMap<>();
    for (int towers : comparison.rows().stream().map(Row::towers).distinct().sorted().toList()) {
      List<Charts.Bar> bars = new ArrayList<>();
      for (String group : groups) {
        Row row = row(group, towers);
        Double value = row == null ? null : figure.value().apply(row);
        bars.add(value == null ? null : new Charts.Bar(value, whisker.applyAsDouble(row)));
      }
      series.put(towers == 1 ? "1 tower" : towers + " towers", bars);
    }
    charts.add(
        new Drawn(
            figure.name(),
            Charts.bars(new Charts.Axes("", figure.title(), figure.pattern()), groups, series),
            "Bar chart of " + figure.title() + inWords(figure.value()),
            figure.caption()));
  }

  private List<String> groups() {
    return comparison.rows().stream().map(this::group).distinct().toList();
  }

  private Row row(String group, int towers) {
    return comparison.rows().stream()
        .filter(row -> row.towers() == towers && group(row).equals(group))
        .findFirst()
        .orElse(null);
  }

  /** The input, and of model and precision what differs between rows. */
  private String group(Row row) {
    String model = varies(Row::model) ? " " + row.model() : "";
    String precision = varies(Row::precision) ? " " + row.precision() : "";
    return row.input() + model + precision;
  }

  private boolean varies(Function<Row, String> property) {
    return comparison.rows().stream().map(property).distinct().count() > 1;
  }

  private String inWords(Function<Row, Double> figure) {
    StringBuilder words = new StringBuilder();
    for (Row row : comparison.rows()) {
      if (figure.apply(row) != null) {
        words.append(String.format(Locale.ROOT, "; %s: %.2f", row.name(), figure.apply(row)));
      }
    }
    return words.toString();
  }
}
