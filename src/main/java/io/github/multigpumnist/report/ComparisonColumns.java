package io.github.multigpumnist.report;

import io.github.multigpumnist.compare.Comparison;
import io.github.multigpumnist.compare.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The columns in which people read a comparison, on the terminal and on the page. */
final class ComparisonColumns {
  static final String NONE = "–";

  private ComparisonColumns() {}

  /**
   * A column.
   *
   * @param title with its unit
   * @param meaning in a few words
   * @param text a row's cell
   */
  record Column(String title, String meaning, Function<Row, String> text) {}

  static List<Column> of(Comparison comparison) {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                new Column("model", "the network", Row::model),
                new Column("precision", "of the products", Row::precision),
                new Column("input", "how examples reach the towers", Row::input),
                new Column("towers", "replicas", row -> Integer.toString(row.towers())),
                new Column(
                    "images/s",
                    "training images a second, all towers together, without the first 20 steps,"
                        + " evaluation and checkpoints",
                    row -> number(row.imagesPerSecond(), 1, "%.1f")),
                new Column(
                    "spread",
                    "fastest less slowest measurement, as a share of the median",
                    row -> number(row.spread(), 100, "%.1f %%")),
                new Column(
                    "speedup",
                    "images/s against one tower with the same model, precision and input",
                    row -> number(row.speedup(), 1, "%.2f")),
                new Column(
                    "efficiency",
                    "speedup divided by towers",
                    row -> number(row.efficiency(), 100, "%.0f %%")),
                new Column(
                    "waiting",
                    "share of the steps' time in which a tower had no examples yet",
                    row -> number(row.inputWaitShare(), 100, "%.1f %%")),
                new Column(
                    "first step (s)",
                    "from the start of the process to the end of the first step",
                    row -> number(row.secondsToFirstStep(), 1, "%.1f")),
                new Column(
                    "memory (MB)",
                    "resident memory of the process at its highest, 10⁶ bytes",
                    row -> number(row.peakMemoryMb(), 1, "%.0f")),
                new Column(
                    "accuracy",
                    "on the test images after the last step",
                    row -> number(row.accuracy(), 1, "%.4f"))));
    if (comparison.targetAccuracy() != null) {
      String target = String.format(Locale.ROOT, "%.4g", comparison.targetAccuracy());
      columns.add(
          new Column(
              "to " + target + " (s)",
              "from the start of the process to the end of the first epoch with this validation"
                  + " accuracy",
              row -> number(row.secondsToTarget(), 1, "%.1f")));
    }
    return columns;
  }

  /** Without the first two, where all rows are of one model, or of one precision. */
  static List<Column> telling(Comparison comparison) {
    List<Column> all = of(comparison);
    return all.stream()
        .filter(
            column ->
                all.indexOf(column) > 1
                    || comparison.rows().stream().map(column.text()).distinct().count() > 1)
        .toList();
  }

  private static String number(Double value, double factor, String format) {
    return value == null ? NONE : String.format(Locale.ROOT, format, value * factor);
  }
}
