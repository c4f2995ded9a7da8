package io.github.multigpumnist.report;

import io.github.multigpumnist.model.Conv2d;
import io.github.multigpumnist.model.Layer;
import io.github.multigpumnist.report.HtmlPage.Tile;
import io.github.multigpumnist.training.Inspection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * The filters of the first convolution, as pictures.
 *
 * @param layer its name
 * @param shape kernel height × kernel width × depth × filters
 * @param weights row-major
 */
record Filters(String layer, Shape shape, float[] weights) {
  private static final int TILE = 56;
  private static final int SHOWN = 128;

  /** Empty when the network has no convolution. */
  static Optional<Filters> of(Inspection inspection) {
    for (int i = 0; i < inspection.network().layers().size(); i++) {
      Layer layer = inspection.network().layers().get(i);
      if (layer instanceof Conv2d convolution) {
        Shape input = inspection.network().shapes().get(i);
        Shape shape =
            Shape.of(
                convolution.kernel().get(0),
                convolution.kernel().get(1),
                input.get(2),
                convolution.filters());
        float[] weights = inspection.variables().get(layer.name() + "/weights");
        return Optional.of(new Filters(layer.name(), shape, weights));
      }
    }
    return Optional.empty();
  }

  void addTo(HtmlPage page) {
    float most = Float.MIN_NORMAL;
    for (float weight : weights) {
      most = Math.max(most, Math.abs(weight));
    }
    int filters = (int) shape.get(3);
    int shown = Math.min(SHOWN, filters);
    page.section("Filters of " + layer)
        .paragraph(
            String.format(
                Locale.ROOT,
                "%s of %d × %d weights%s, all on one scale: black is −%.3f, mid-grey 0, white"
                    + " %.3f.",
                shown == filters
                    ? "The " + filters + " filters"
                    : "The first " + shown + " of " + filters + " filters",
                shape.get(0),
                shape.get(1),
                depthShown(),
                most,
                most));
    List<Tile> tiles = new ArrayList<>();
    for (int f = 0; f < shown; f++) {
      tiles.add(new Tile(picture(f, most), "filter " + f + " of " + layer, Integer.toString(f)));
    }
    page.tiles(tiles);
  }

  private String depthShown() {
    long depth = shape.get(2);
    return depth == 1
        ? ""
        : depth == 3 ? " in three colours" : " of the first of " + depth + " channels";
  }

  private Picture picture(int filter, float most) {
    int height = (int) shape.get(0);
    int width = (int) shape.get(1);
    int depth = (int) shape.get(2);
    int filters = (int) shape.get(3);
    int scale = Math.max(1, TILE / Math.max(height, width));
    return Picture.pixels(
        Pixels.draw(
            height,
            width,
            depth,
            (y, x, c) -> {
              float weight = weights[((y * width + x) * depth + c) * filters + filter];
              return Math.round(127.5f * (1 + weight / most));
            }),
        scale);
  }
}
