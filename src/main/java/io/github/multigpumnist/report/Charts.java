package io.github.multigpumnist.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.BoxChart;
import org.knowm.xchart.BoxChartBuilder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The kinds of charts, all in one style. */
final class Charts {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 400;
  private static final int FONT_SIZE = 13;

  /** Letters that a legend has room for in one line. */
  private static final int LONGEST_LEGEND = 70;

  private static final int LEAST_TICK_DISTANCE = 40;

  /** Points up to which a line shows each of them. */
  private static final int MARKED_POINTS = 40;

  /** Letters of all groups of bars that fit below the axis. */
  private static final int LETTERS = 70;

  private static final int UPWARD_LETTERS_HEIGHT = 150;

  /** Lines are told apart by their marks too, not by colour alone. */
  private static final Marker[] MARKS = {
    SeriesMarkers.CIRCLE,
    SeriesMarkers.DIAMOND,
    SeriesMarkers.SQUARE,
    SeriesMarkers.TRIANGLE_UP,
    SeriesMarkers.TRIANGLE_DOWN
  };

  private Charts() {}

  /**
   * What the axes measure.
   *
   * @param x title, with its unit
   * @param y title, with its unit
   * @param yPattern how numbers at the y axis are written, such as {@code 0.000}
   */
  record Axes(String x, String y, String yPattern) {}

  /**
   * A line through points.
   *
   * @param label in the legend; lines of a chart have different ones
   * @param x ascending
   * @param y as many
   */
  record Line(String label, double[] x, double[] y) {}

  /**
   * An area between two lines, such as the spread about a mean.
   *
   * @param label in the legend
   * @param x ascending
   * @param low lower border, as many
   * @param high upper border, as many
   */
  record Band(String label, double[] x, double[] low, double[] high) {}

  /** Lines over one x axis; of at least one line. */
  static XYChart lines(Axes axes, List<Line> lines) {
    XYChart chart = empty(axes);
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      XYSeries series = chart.addSeries(line.label(), line.x(), line.y());
      boolean marked = line.x().length <= MARKED_POINTS;
      series.setMarker(marked ? MARKS[i % MARKS.length] : SeriesMarkers.NONE);
      series.setLineColor(Palette.series(i)).setLineWidth(2);
      series.setMarkerColor(Palette.series(i));
    }
    wholeNumbers(chart, lines);
    chart.getStyler().setLegendVisible(lines.size() > 1);
    if (lines.stream().mapToInt(line -> line.label().length()).sum() > LONGEST_LEGEND) {
      chart.getStyler().setLegendLayout(LegendLayout.Vertical);
    }
    return chart;
  }

  private static XYChart empty(Axes axes) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle(axes.x())
            .yAxisTitle(axes.y())
            .build();
    style(chart.getStyler(), axes);
    return chart;
  }

  /** Lines, and behind them an area in the first line's colour. */
  static XYChart lines(Axes axes, Band band, List<Line> lines) {
    XYChart chart = lines(axes, lines);
    int n = band.x().length;
    double[] x = new double[2 * n]; // round the area: along the lower border, back along the upper
    double[] y = new double[2 * n];
    for (int i = 0; i < n; i++) {
      x[i] = band.x()[i];
      y[i] = band.low()[i];
      x[2 * n - 1 - i] = band.x()[i];
      y[2 * n - 1 - i] = band.high()[i];
    }
    XYSeries area = chart.addSeries(band.label(), x, y);
    area.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    area.setFillColor(Palette.translucent(0));
    area.setLineColor(new Color(0, 0, 0, 0));
    area.setMarker(SeriesMarkers.NONE);
    chart.getStyler().setLegendVisible(true);
    return chart;
  }

  /** A point for each pair, such as a setting and what it came to. */
  static XYChart points(Axes axes, double[] x, double[] y) {
    XYChart chart = empty(axes);
    XYSeries series = chart.addSeries(axes.y(), x, y);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(Palette.translucent(0));
    chart.getStyler().setLegendVisible(false);
    return chart;
  }

  /** Epochs and generations are counted: no tick between two, no empty axis about one point. */
  private static void wholeNumbers(XYChart chart, List<Line> lines) {
    double[] x = lines.stream().flatMapToDouble(line -> Arrays.stream(line.x())).toArray();
    if (Arrays.stream(x).anyMatch(v -> v != Math.rint(v))) {
      return;
    }
    double least = Arrays.stream(x).min().orElseThrow();
    double most = Arrays.stream(x).max().orElseThrow();
    if (least == most) {
      chart.getStyler().setXAxisMin(--least).setXAxisMax(++most);
    }
    int apart = Math.max(LEAST_TICK_DISTANCE, (int) (WIDTH * 0.8 / (most - least)));
    chart.getStyler().setXAxisTickMarkSpacingHint(apart).setXAxisDecimalPattern("0");
    chart.setCustomXAxisTickLabelsFormatter(
        v -> Math.abs(v - Math.rint(v)) < 1e-6 ? Long.toString(Math.round(v)) : " ");
  }

  /**
   * A box a group: median, middle half, and whiskers to the farthest values within 1.5 times the
   * box.
   *
   * @param groups values by group, in the order of the x axis; none is empty, and not all values
   *     are equal: XChart would have no height for the boxes
   */
  static BoxChart boxes(Axes axes, Map<String, List<Double>> groups) {
    BoxChart chart =
        new BoxChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle(axes.x())
            .yAxisTitle(axes.y())
            .build();
    style(chart.getStyler(), axes);
    chart.getStyler().setLegendVisible(false);
    groups.forEach(
        (name, values) ->
            chart.addSeries(name, values.stream().mapToDouble(Double::doubleValue).toArray()));
    return chart;
  }

  /**
   * A value for pairs of two settings.
   *
   * @param title above the map
   * @param x settings along the x axis
   * @param y settings along the y axis, upwards
   * @param cells {@code [column, row, value]}; a pair may be missing
   * @param least value of the lightest colour
   * @param most value of the darkest colour
   */
  record HeatMap(
      String title,
      List<String> x,
      List<String> y,
      List<Number[]> cells,
      double least,
      double most) {}

  /** A small heat map, one of several in a grid, with the values in its cells. */
  static HeatMapChart heatMap(Axes axes, HeatMap map) {
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(110 + 44 * map.x().size())
            .height(100 + 26 * map.y().size())
            .title(map.title())
            .xAxisTitle(axes.x())
            .yAxisTitle(axes.y())
            .build();
    style(chart.getStyler(), axes);
    chart.getStyler().setChartTitleVisible(true).setLegendVisible(false);
    chart.getStyler().setPlotGridLinesVisible(false);
    chart
        .getStyler()
        .setRangeColors(Palette.amounts())
        .setMin(map.least())
        .setMax(map.most())
        .setShowValue(true)
        .setValueFont(font(Font.PLAIN, FONT_SIZE - 2))
        .setHeatMapValueDecimalPattern(axes.yPattern())
        .setPlotContentSize(1);
    chart.addSeries(map.title(), map.x(), map.y(), map.cells());
    return chart;
  }

  /**
   * A bar, and a whisker of the same length to both sides of its end.
   *
   * @param value where it ends
   * @param whisker 0 draws none
   */
  record Bar(double value, double whisker) {}

  /**
   * Bars side by side.
   *
   * @param groups along the x axis; long ones are written upwards
   * @param series by label, a bar for each group, null where there is none: drawn as 0
   */
  static CategoryChart bars(Axes axes, List<String> groups, Map<String, List<Bar>> series) {
    boolean upward = String.join(" ", groups).length() > LETTERS;
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(upward ? HEIGHT + UPWARD_LETTERS_HEIGHT : HEIGHT)
            .xAxisTitle(axes.x())
            .yAxisTitle(axes.y())
            .build();
    style(chart.getStyler(), axes);
    chart.getStyler().setXAxisTitleVisible(!axes.x().isEmpty()).setErrorBarsColor(Palette.TEXT);
    chart.getStyler().setAvailableSpaceFill(0.6);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setXAxisLabelRotation(upward ? 90 : 0);
    boolean whiskers =
        series.values().stream().flatMap(List::stream).anyMatch(b -> b != null && b.whisker() > 0);
    series.forEach(
        (label, bars) -> {
          List<Double> values = new ArrayList<>();
          List<Double> errors = new ArrayList<>();
          for (Bar bar : bars) {
            values.add(bar == null ? 0 : bar.value());
            errors.add(bar == null ? 0 : bar.whisker());
          }
          chart.addSeries(label, groups, values, whiskers ? errors : null);
        });
    return chart;
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  private static void style(AxesChartStyler styler, Axes axes) {
    styler.setLocale(Locale.ROOT);
    styler.setBaseFont(font(Font.PLAIN, FONT_SIZE)).setChartFontColor(Palette.TEXT);
    styler.setAxisTickLabelsFont(font(Font.PLAIN, FONT_SIZE));
    styler.setAxisTitleFont(font(Font.PLAIN, FONT_SIZE + 1));
    styler.setLegendFont(font(Font.PLAIN, FONT_SIZE));
    styler.setChartTitleFont(font(Font.BOLD, FONT_SIZE)).setChartTitleVisible(false);
    styler.setChartBackgroundColor(Color.WHITE).setPlotBorderVisible(false);
    styler.setLegendPosition(LegendPosition.OutsideS).setLegendLayout(LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setSeriesColors(Palette.allSeries()).setMarkerSize(7);
    styler.setPlotGridVerticalLinesVisible(false).setPlotGridLinesColor(Palette.GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setAxisTickMarksColor(Color.GRAY).setYAxisDecimalPattern(axes.yPattern());
  }
}
