package io.github.multigpumnist.report;

import java.util.List;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * Charts of a report with what is said of them.
 *
 * @param name of the PNG file, without its ending
 * @param alternative what they show, in words
 * @param caption below them
 * @param charts of one size, at least one
 * @param columns charts in a row
 */
record Figure(
    String name,
    String alternative,
    String caption,
    List<? extends Chart<?, ?>> charts,
    int columns) {

  static Figure of(String name, String alternative, String caption, Chart<?, ?> chart) {
    return new Figure(name, alternative, caption, List.of(chart), 1);
  }

  /** Many charts as one SVG would be large. */
  Picture onPage() {
    return charts.size() == 1 ? Picture.svg(charts.get(0)) : png();
  }

  Picture png() {
    return Picture.png(charts, columns);
  }
}
