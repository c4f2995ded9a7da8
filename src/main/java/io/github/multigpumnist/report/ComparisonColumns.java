package io.github.multigpumnist.report;

import io.github.multigpumnist.compare.Comparison;
import io.github.multigpumnist.compare.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

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

  /** All, in their order. */
  static List<Column> of(Comparison comparison) {
    List<Column> columns = new ArrayList<>(combination());
    columns.addAll(speed());
    columns.addAll(learning(comparison.targetAccuracy()));
    return columns;
  }

  /** What was compared, and how fast it was. */
  static List<Column> speed(Comparison comparison) {
    return join(telling(comparison), speed());
  }

  /** What was compared, and the other figures. */
  static List<Column> learning(Comparison comparison) {
    return join(telling(comparison), learning(comparison.targetAccuracy()));
  }

  private static List<Column> join(List<Column> first, List<Column> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** Model and precision only where there are several. */
  private static List<Column> telling(Comparison comparison) {
    List<Column> all = combination();
    return all.stream()
        .filter(
            column ->
                all.indexOf(column) > 1
                    || comparison.rows().stream().map(column.text()).distinct().count() > 1)
        .toList();
  }

  private static List<Column> combination() {
    return List.of(
        new Column("model", "the network", Row::model),
        new Column("precision", "of the products", Row::precision),
        new Column("input", "how examples reach the towers", Row::input),
        new Column("towers", "replicas", row -> Integer.toString(row.towers())));
  }

  private static List<Column> speed() {
    return List.of(
        new Column(
            "images/s",
            "training images a second, all towers together, without the first 20 steps, evaluation"
                + " and checkpoints",
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
            "share of the steps' time in which a tower had no examples yet, on average over the"
                + " towers",
            row -> number(row.inputWaitShare(), 100, "%.1f %%")));
  }

  /**
   * @param target null when no time to an accuracy was wanted
   */
  private static List<Column> learning(Double target) {
    List<Column> columns =
        List.of(
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
                row -> number(row.accuracy(), 1, "%.4f")));
    return target == null ? columns : join(columns, List.of(timeTo(target)));
  }

  private static Column timeTo(double target) {
    return new Column(
        String.format(Locale.ROOT, "to %.4g (s)", target),
        "from the start of the process to the end of the first epoch with this validation accuracy",
        row -> number(row.secondsToTarget(), 1, "%.1f"));
  }

  private static String number(Double value, double factor, String format) {
    return value == null ? NONE : String.format(Locale.ROOT, format, value * factor);
  }
}
