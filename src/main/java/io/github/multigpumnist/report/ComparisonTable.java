package io.github.multigpumnist.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multigpumnist.compare.Comparison;
import io.github.multigpumnist.compare.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A comparison as text: for the terminal, and as CSV. */
public final class ComparisonTable {
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private ComparisonTable() {}

  /**
   * The figures as a table, and below it what failed.
   *
   * @param comparison the figures
   * @return lines of a width
   */
  public static List<String> lines(Comparison comparison) {
    List<ComparisonColumns.Column> columns = ComparisonColumns.of(comparison);
    List<List<String>> cells = new ArrayList<>();
    cells.add(columns.stream().map(ComparisonColumns.Column::title).toList());
    for (Row row : comparison.rows()) {
      cells.add(columns.stream().map(c -> c.text().apply(row)).toList());
    }
    int[] widths = new int[columns.size()];
    for (List<String> line : cells) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], line.get(c).length());
      }
    }
    List<String> lines = new ArrayList<>();
    cells.forEach(line -> lines.add(line(line, widths)));
    comparison.failures().forEach(row -> lines.add(row.name() + " failed: " + row.error()));
    return lines;
  }

  /** The first three columns are words, the others numbers. */
  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String format = (c < 3 ? "%-" : "%") + widths[c] + "s";
      line.append(c == 0 ? "" : "  ").append(String.format(Locale.ROOT, format, cells.get(c)));
    }
    return line.toString();
  }

  /** All of the rows' figures, unrounded; the columns are named as in JSON. */
  static String csv(Comparison comparison) {
    List<ObjectNode> rows =
        comparison.rows().stream().map(row -> JSON.<ObjectNode>valueToTree(row)).toList();
    StringBuilder text = new StringBuilder();
    Iterable<String> names = () -> rows.get(0).fieldNames();
    text.append(String.join(",", names)).append('\n');
    for (ObjectNode row : rows) {
      text.append(
              StreamSupport.stream(names.spliterator(), false)
                  .map(name -> row.get(name).isNull() ? "" : quoted(row.get(name).asText()))
                  .collect(Collectors.joining(",")))
          .append('\n');
    }
    return text.toString();
  }

  private static String quoted(String text) {
    return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
