package io.github.multigpumnist.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table for a terminal: columns as wide as their widest cell, numbers to the right. */
final class TextTable {
  private static final String GAP = "  ";

  private TextTable() {}

  /** The header, then the rows; each row has as many cells as the header. */
  static List<String> lines(List<String> header, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>(List.of(header));
    all.addAll(rows);
    int columns = header.size();
    int[] widths =
        IntStream.range(0, columns)
            .map(c -> all.stream().mapToInt(row -> row.get(c).length()).max().orElseThrow())
            .toArray();
    boolean[] right = new boolean[columns];
    for (int c = 0; c < columns; c++) {
      int column = c;
      right[c] = rows.stream().allMatch(row -> row.get(column).matches("[-+\\d–].*|inf"));
    }
    return all.stream().map(row -> line(row, widths, right)).toList();
  }

  private static String line(List<String> row, int[] widths, boolean[] right) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String pad = " ".repeat(widths[c] - row.get(c).length());
      line.append(c == 0 ? "" : GAP).append(right[c] ? pad + row.get(c) : row.get(c) + pad);
    }
    return line.toString().stripTrailing();
  }
}
