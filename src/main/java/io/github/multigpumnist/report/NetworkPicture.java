package io.github.multigpumnist.report;

import io.github.multigpumnist.model.ActivationLayer;
import io.github.multigpumnist.model.BatchNorm;
import io.github.multigpumnist.model.Conv2d;
import io.github.multigpumnist.model.Dense;
import io.github.multigpumnist.model.Layer;
import io.github.multigpumnist.model.Lrn;
import io.github.multigpumnist.model.MaxPool;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A network as an SVG picture: a box a layer, row after row as text is read, arrows between, under
 * each box what comes out of it.
 */
public final class NetworkPicture {
  private static final int COLUMNS = 5;
  private static final int BOX_WIDTH = 150;
  private static final int BOX_HEIGHT = 62;
  private static final int GAP = 30;
  private static final int ROW_HEIGHT = 118;
  private static final int MARGIN = 24;
  private static final int CHARACTERS = 22; // of the small text in a box

  /** One box. */
  private record Box(String title, String detail, String output, String colour) {}

  private final StringBuilder svg = new StringBuilder();
  private final List<Box> boxes;

  private NetworkPicture(List<Box> boxes) {
    this.boxes = boxes;
  }

  /**
   * Draws a network.
   *
   * @param network fitted to a data set
   * @return an SVG document without references to anything outside
   */
  public static String svg(Network network) {
    List<Box> boxes = new ArrayList<>();
    boxes.add(new Box("images", "uint8", sizes(network.input().toListOrNull()), "#d9ead3"));
    boxes.add(new Box("preprocessing", formula(network.preprocessing()), "", "#eeeeee"));
    for (int i = 0; i < network.layers().size(); i++) {
      Network.Row row = network.rows().get(i);
      String colour = colour(network.layers().get(i));
      boxes.add(new Box(row.name(), row.operation(), sizes(row.output()), colour));
    }
    boxes.add(new Box("softmax", "", network.classes() + " probabilities", "#d9ead3"));
    return new NetworkPicture(boxes).draw(network.name());
  }

  private static String colour(Layer layer) {
    if (layer instanceof Conv2d || layer instanceof Dense) {
      return "#cfe2f3"; // has weights
    }
    if (layer instanceof Lrn || layer instanceof BatchNorm) {
      return "#fde9c9";
    }
    return layer instanceof MaxPool || layer instanceof ActivationLayer ? "#e6e0f0" : "#eeeeee";
  }

  private static String formula(Preprocessing p) {
    String scaled = String.format(Locale.ROOT, "pixel × %.4g", p.scale());
    return p.offset() == 0
        ? scaled
        : scaled
            + String.format(
                Locale.ROOT, p.offset() < 0 ? " − %.3g" : " + %.3g", Math.abs(p.offset()));
  }

  private static String sizes(List<Long> shape) {
    return String.join("×", shape.stream().map(Object::toString).toList());
  }

  private String draw(String name) {
    int columns = Math.min(COLUMNS, boxes.size());
    int rows = (boxes.size() + COLUMNS - 1) / COLUMNS;
    int width = 2 * MARGIN + columns * BOX_WIDTH + (columns - 1) * GAP;
    int height = 2 * MARGIN + (rows - 1) * ROW_HEIGHT + BOX_HEIGHT + 20;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" role=\"img\">",
        width, height, width, height);
    add("<title>The layers of %s</title>", HtmlPage.escape(name));
    add(
        "<defs><marker id=\"tip\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\""
            + " markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" fill=\"#334\"/></marker></defs>");
    add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", width, height);
    for (int i = 0; i < boxes.size(); i++) {
      box(i);
      if (i > 0) {
        arrowTo(i);
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private static int left(int i) {
    return MARGIN + i % COLUMNS * (BOX_WIDTH + GAP);
  }

  private static int top(int i) {
    return MARGIN + i / COLUMNS * ROW_HEIGHT;
  }

  private void box(int i) {
    Box box = boxes.get(i);
    int middle = left(i) + BOX_WIDTH / 2;
    add(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\" fill=\"%s\" stroke=\"#334\"/>",
        left(i), top(i), BOX_WIDTH, BOX_HEIGHT, box.colour());
    List<String> details = lines(box.detail());
    int y = top(i) + BOX_HEIGHT / 2 + 5 - 7 * details.size();
    text(middle, y, 14, "#112", box.title());
    for (String line : details) {
      y += 15;
      text(middle, y, 11, "#445", line);
    }
    text(middle, top(i) + BOX_HEIGHT + 15, 11, "#445", box.output());
  }

  /** At most two lines, broken after a comma. */
  private static List<String> lines(String detail) {
    if (detail.length() <= CHARACTERS) {
      return detail.isEmpty() ? List.of() : List.of(detail);
    }
    int comma = detail.lastIndexOf(", ", CHARACTERS);
    return comma < 0
        ? List.of(detail)
        : List.of(detail.substring(0, comma + 1), detail.substring(comma + 2));
  }

  private void text(int x, int y, int size, String colour, String text) {
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" font-size=\"%d\" fill=\"%s\">%s</text>",
        x, y, size, colour, HtmlPage.escape(text));
  }

  /** From the box before: straight, or round the end of its row. */
  private void arrowTo(int i) {
    int y = top(i) + BOX_HEIGHT / 2;
    String path =
        i % COLUMNS != 0
            ? String.format(Locale.ROOT, "M%d %dH%d", left(i) - GAP, y, left(i))
            : String.format(
                Locale.ROOT,
                "M%d %dh12V%dH%dV%dH%d",
                left(i - 1) + BOX_WIDTH,
                top(i - 1) + BOX_HEIGHT / 2,
                top(i) - 16,
                MARGIN - 14,
                y,
                left(i));
    add(
        "<path d=\"%s\" fill=\"none\" stroke=\"#334\" stroke-width=\"1.6\" marker-end=\"url(#tip)\"/>",
        path);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
