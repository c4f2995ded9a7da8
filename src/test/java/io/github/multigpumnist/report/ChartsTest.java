package io.github.multigpumnist.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multigpumnist.report.Charts.Axes;
import io.github.multigpumnist.report.Charts.Band;
import io.github.multigpumnist.report.Charts.HeatMap;
import io.github.multigpumnist.report.Charts.Line;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.w3c.dom.Element;

class ChartsTest {
  private static final Axes AXES = new Axes("epoch", "accuracy", "0.000");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 1000})
  void drawsLinesOfAnyLength(int points) throws Exception {
    double[] x = IntStream.rangeClosed(1, points).asDoubleStream().toArray();
    double[] y = IntStream.range(0, points).mapToDouble(i -> 1 - 1.0 / (i + 2)).toArray();
    double[] same = y.clone();
    assertDrawn(Charts.lines(AXES, List.of(new Line("a", x, y))));
    XYChart banded =
        Charts.lines(AXES, new Band("spread", x, y, same), List.of(new Line("mean", x, y)));
    assertDrawn(banded);
    assertThat(banded.getSeriesMap().get("spread").getXData()).hasSize(2 * points);
  }

  @Test
  void whereEpochsAreCountedNoTickIsBetweenTwo() {
    XYChart chart =
        Charts.lines(AXES, List.of(new Line("a", new double[] {1, 2}, new double[] {0, 1})));
    assertThat(chart.getStyler().getxAxisTickLabelsFormattingFunction().apply(1.5)).isBlank();
    assertThat(chart.getStyler().getxAxisTickLabelsFormattingFunction().apply(2.0)).isEqualTo("2");
  }

  @Test
  void drawsBoxesOfFewAndEqualValues() throws Exception {
    Map<String, List<Double>> groups = new LinkedHashMap<>();
    groups.put("one", List.of(0.5));
    groups.put("two", List.of(0.5, 0.75));
    groups.put("equal", List.of(0.25, 0.25, 0.25));
    groups.put("many", Collections.nCopies(2000, 0.1));
    assertDrawn(Charts.boxes(AXES, groups));
    assertDrawn(Charts.boxes(AXES, Map.of("one", List.of(0.5, 0.6))));
  }

  @Test
  void drawsHeatMapsWithHolesInAGrid() throws Exception {
    HeatMap map =
        new HeatMap(
            "relu, adam",
            List.of("1", "2"),
            List.of("64", "128", "256"),
            List.of(new Number[] {0, 0, 0.9}, new Number[] {1, 2, 0.95}),
            0.9,
            0.95);
    var chart = Charts.heatMap(AXES, map);
    assertDrawn(chart);
    Picture grid = Picture.png(List.of(chart, chart, chart), 2);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(grid.content()));
    assertThat(grid.width()).isEqualTo(2 * chart.getWidth());
    assertThat(image.getWidth()).isEqualTo(2 * grid.width());
    assertThat(image.getHeight()).isEqualTo(2 * 2 * chart.getHeight());
    int fourth = image.getRGB(image.getWidth() * 3 / 4, image.getHeight() * 3 / 4);
    assertThat(fourth & 0xffffff).as("the cell without a chart").isEqualTo(0xffffff);
  }

  @Test
  void darkTextIsReadableOnEveryAmount() {
    for (int i = 0; i <= 10; i++) {
      double light = luminance(Integer.parseInt(Palette.amount(i / 10.0).substring(1), 16));
      double dark = luminance(Palette.TEXT.getRGB());
      assertThat((light + 0.05) / (dark + 0.05)).as("contrast at %d/10", i).isGreaterThan(4.5);
    }
  }

  /** As WCAG 2 defines it. */
  private static double luminance(int rgb) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      double value = (rgb >> 8 * (2 - c) & 0xff) / 255.0;
      sum +=
          weights[c] * (value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  private static void assertDrawn(Chart<?, ?> chart) throws Exception {
    Picture picture = Picture.svg(chart);
    assertThat(new String(picture.content(), StandardCharsets.UTF_8)).doesNotContain("NaN");
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    Element svg =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(picture.content()))
            .getDocumentElement();
    assertThat(svg.getTagName()).isEqualTo("svg");
    assertThat(svg.getElementsByTagName("path").getLength()).isGreaterThan(2);
    assertThat(picture.dataUri()).startsWith("data:image/svg+xml;base64,");
  }
}
