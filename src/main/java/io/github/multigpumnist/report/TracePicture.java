package io.github.multigpumnist.report;

import io.github.multigpumnist.training.Timeline;
import io.github.multigpumnist.training.TracePhase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A step's timeline as an SVG picture: a row for each tower, one for averaging and one for the
 * update, every operation a box in its phase's colour, above them when each phase began and ended.
 */
public final class TracePicture {
  private static final double LEFT = 96;
  private static final double WIDTH = 780;
  private static final double TOP = 56;
  private static final double ROW = 58;
  private static final double BOX = 26;

  /** In pixels: operations this close are drawn as one box. */
  private static final double TOUCHING = 0.4;

  private static final Map<TracePhase, String> COLOURS =
      new EnumMap<>(
          Map.of(
              TracePhase.INPUT, "#8e8e8e",
              TracePhase.FORWARD, "#3d85c6",
              TracePhase.GRADIENTS, "#e69138",
              TracePhase.AVERAGE, "#6aa84f",
              TracePhase.UPDATE, "#cc4125",
              TracePhase.TRANSFER, "#b4a7d6",
              TracePhase.OTHER, "#cccccc"));

  private final StringBuilder svg = new StringBuilder();
  private final Timeline timeline;
  private final List<String> rows;

  private TracePicture(Timeline timeline) {
    this.timeline = timeline;
    this.rows = new ArrayList<>(timeline.towers());
    for (TracePhase phase : List.of(TracePhase.AVERAGE, TracePhase.UPDATE)) {
      if (timeline.slices().stream().anyMatch(s -> s.row().equals(phase.label()))) {
        rows.add(phase.label());
      }
    }
  }

  /**
   * Draws a timeline.
   *
   * @param timeline with at least one operation
   * @return an SVG document without references to anything outside
   */
  public static String svg(Timeline timeline) {
    return new TracePicture(timeline).draw();
  }

  private String draw() {
    double height = TOP + ROW * rows.size() + 34;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\""
            + " font-family=\"sans-serif\" font-size=\"12\">\n",
        LEFT + WIDTH + 24, height);
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n");
    text(16, 24, 15, "", title());
    axis(TOP + ROW * rows.size());
    for (int i = 0; i < rows.size(); i++) {
      row(rows.get(i), TOP + ROW * i);
    }
    return svg.append("</svg>\n").toString();
  }

  private String title() {
    String summary = timeline.summary();
    return Character.toUpperCase(summary.charAt(0)) + summary.substring(1);
  }

  private void row(String row, double top) {
    List<Timeline.Slice> own = timeline.slices().stream().filter(s -> s.row().equals(row)).toList();
    text(16, top + 34, 12, " font-weight=\"bold\"", row);
    text(16, top + 48, 10, " fill=\"#666\"", own.get(0).device());
    for (Timeline.Span span : timeline.spans()) {
      boolean named = span.row().equals(row) && !span.phase().label().equals(row);
      if (named) {
        box(span.begin(), span.end(), top + 12, 3, COLOURS.get(span.phase()));
        text(x(span.begin()), top + 9, 10, " fill=\"#333\"", span.phase().label());
      }
    }
    for (TracePhase phase : TracePhase.values()) {
      boxes(own.stream().filter(s -> s.phase() == phase).toList(), top + 18);
    }
  }

  /** Operations of one phase, in the order of their begin. */
  private void boxes(List<Timeline.Slice> slices, double top) {
    double begin = Double.NaN;
    double end = Double.NaN;
    for (Timeline.Slice slice : slices) {
      if (x(slice.begin()) - x(end) > TOUCHING) { // false at first: no number
        box(begin, end, top, BOX, COLOURS.get(slice.phase()));
        begin = Double.NaN;
      }
      end = Double.isNaN(begin) ? slice.end() : Math.max(end, slice.end());
      begin = Double.isNaN(begin) ? slice.begin() : begin;
    }
    if (!slices.isEmpty()) {
      box(begin, end, top, BOX, COLOURS.get(slices.get(0).phase()));
    }
  }

  private void axis(double top) {
    double step = Math.pow(10, Math.floor(Math.log10(timeline.micros() / 2)));
    double every = timeline.micros() / step > 12 ? 2 * step : step;
    for (double at = 0; at <= timeline.micros(); at += every) {
      add(
          "<line x1=\"%.1f\" y1=\"%.0f\" x2=\"%.1f\" y2=\"%.0f\" stroke=\"#ddd\"/>\n",
          x(at), TOP, x(at), top);
      String label = at / 1000 + (at == 0 ? " ms" : "");
      text(x(at) - 4, top + 16, 10, " fill=\"#666\"", label.replaceAll("\\.0\\b", ""));
    }
  }

  private double x(double micros) {
    return LEFT + WIDTH * micros / timeline.micros();
  }

  private void box(double begin, double end, double top, double height, String colour) {
    double width = Math.max(0.3, x(end) - x(begin));
    add(
        "<rect x=\"%.1f\" y=\"%.0f\" width=\"%.1f\" height=\"%.0f\" fill=\"%s\"/>\n",
        x(begin), top, width, height, colour);
  }

  private void text(double x, double y, int size, String attributes, String words) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\"%s>%s</text>\n",
        x, y, size, attributes, words);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
