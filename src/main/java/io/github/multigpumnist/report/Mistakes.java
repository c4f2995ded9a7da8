package io.github.multigpumnist.report;

import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.report.HtmlPage.Tile;
import io.github.multigpumnist.training.Inspection;
import io.github.multigpumnist.training.Mistake;
import java.util.List;
import java.util.Locale;

/** The images that the network is most sure about, and wrong. */
final class Mistakes {
  private static final int TILE = 84;

  private final Inspection inspection;
  private final List<String> classNames;

  Mistakes(Inspection inspection, List<String> classNames) {
    this.inspection = inspection;
    this.classNames = classNames;
  }

  void addTo(HtmlPage page) {
    List<Mistake> mistakes = inspection.mistakes();
    if (mistakes.isEmpty()) {
      return;
    }
    page.section("Most confidently wrong")
        .paragraph(
            "Label, prediction with its probability, and the image's number (from 0). Where the"
                + " label looks wrong, it may be.")
        .tiles(mistakes.stream().map(this::tile).toList());
  }

  private Tile tile(Mistake mistake) {
    String label = classNames.get(mistake.label());
    String prediction = classNames.get(mistake.prediction());
    String sure = String.format(Locale.ROOT, "%.1f %%", 100 * mistake.probability());
    return new Tile(
        picture(mistake.image()),
        "image " + mistake.image() + ", a " + label + " taken for " + prediction,
        label + " → " + prediction + "\n" + sure + "\n#" + mistake.image());
  }

  private Picture picture(long image) {
    Examples images = inspection.images();
    int scale = Math.max(1, TILE / Math.max(images.width(), images.height()));
    return Picture.pixels(Pixels.image(images, image), scale);
  }
}
