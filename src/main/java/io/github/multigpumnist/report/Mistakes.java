package io.github.multigpumnist.report;

import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.report.HtmlPage.Tile;
import io.github.multigpumnist.training.Inspection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The images that the network is most sure about, and wrong. */
final class Mistakes {
  private static final int SHOWN = 24;
  private static final int TILE = 84;

  private final Inspection inspection;
  private final List<String> classNames;

  /**
   * A wrong prediction.
   *
   * @param image its number
   * @param prediction the class taken
   * @param probability the network's for that class, 0 to 1
   */
  record Mistake(int image, int prediction, double probability) {}

  Mistakes(Inspection inspection, List<String> classNames) {
    this.inspection = inspection;
    this.classNames = classNames;
  }

  /** The surest first; of equals the earlier image. */
  List<Mistake> surest(int count) {
    int[] labels = inspection.images().labels();
    return IntStream.range(0, labels.length)
        .mapToObj(this::prediction)
        .filter(m -> m.prediction() != labels[m.image()])
        .sorted(Comparator.comparingDouble((Mistake m) -> -m.probability()))
        .limit(count)
        .toList();
  }

  /** Softmax, its largest term divided out: exp never overflows. */
  private Mistake prediction(int image) {
    int classes = inspection.images().classes();
    float[] logits = inspection.logits();
    int start = image * classes;
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = logits[start + c] > logits[start + best] ? c : best;
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += Math.exp((double) logits[start + c] - logits[start + best]);
    }
    return new Mistake(image, best, 1 / sum);
  }

  void addTo(HtmlPage page) {
    List<Mistake> mistakes = surest(SHOWN);
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
    String label = classNames.get(inspection.images().labels()[mistake.image()]);
    String prediction = classNames.get(mistake.prediction());
    String sure = String.format(Locale.ROOT, "%.1f %%", 100 * mistake.probability());
    return new Tile(
        picture(mistake.image()),
        "image " + mistake.image() + ", a " + label + " taken for " + prediction,
        label + " → " + prediction + "\n" + sure + "\n#" + mistake.image());
  }

  private Picture picture(int image) {
    LabeledImages images = inspection.images();
    int scale = Math.max(1, TILE / Math.max(images.width(), images.height()));
    return Picture.pixels(Pixels.image(images, image), scale);
  }
}
