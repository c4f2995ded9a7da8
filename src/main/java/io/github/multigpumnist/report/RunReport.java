package io.github.multigpumnist.report;

import io.github.multigpumnist.model.Layer;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.training.Evaluation;
import io.github.multigpumnist.training.Inspection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.tensorflow.ndarray.Shape;

/**
 * The page about one trained network: its figures, learning curves, confusion matrix, the most
 * confidently wrong images and the filters of its first convolution.
 *
 * @param title such as {@code convnet on mnist}
 * @param split what was evaluated, such as {@code test}
 * @param inspection what the evaluation saw
 * @param classNames a name per label
 * @param metrics the run's {@code metrics.jsonl}; empty, or a file that is not there, gives no
 *     learning curves
 * @param facts settings and figures, by name, in their order on the page
 */
public record RunReport(
    String title,
    String split,
    Inspection inspection,
    List<String> classNames,
    Optional<Path> metrics,
    Map<String, String> facts) {
  /** What the file is called in a run's folder. */
  public static final String FILE = "report.html";

  /**
   * Draws the page.
   *
   * @param origin what wrote it, and when: the page's foot
   * @return HTML
   * @throws IOException when the metrics cannot be read
   */
  public String html(String origin) throws IOException {
    Evaluation evaluation = inspection.evaluation();
    HtmlPage page = new HtmlPage(title, evaluation.line(split) + ".");
    page.section("Figures").facts("", facts);
    if (metrics.isPresent()) {
      new LearningCurves(metrics.get()).addTo(page);
    }
    addConfusion(page, evaluation);
    new Mistakes(inspection, classNames).addTo(page);
    Filters.of(inspection).ifPresent(filters -> filters.addTo(page));
    addLayers(page, inspection.network());
    return page.html(origin);
  }

  private void addConfusion(HtmlPage page, Evaluation evaluation) {
    page.section("Confusion matrix");
    if (evaluation.isReadable()) {
      page.amounts(
          "Images by label (row) and prediction (column). The darker a cell, the larger its share"
              + " of the row; the diagonal is right.",
          "label",
          classNames,
          evaluation.confusion());
    }
    List<List<String>> pairs =
        evaluation.mostConfused().stream()
            .map(
                pair ->
                    List.of(
                        classNames.get(pair.label()),
                        classNames.get(pair.prediction()),
                        Integer.toString(pair.images())))
            .toList();
    if (pairs.isEmpty()) {
      page.paragraph("Every image was classified correctly.");
    } else {
      page.table(
          "Classes most often taken for another.", List.of("label", "prediction", "images"), pairs);
    }
  }

  private static void addLayers(HtmlPage page, Network network) {
    List<List<String>> rows = new ArrayList<>();
    long total = 0;
    for (int i = 0; i < network.layers().size(); i++) {
      Layer layer = network.layers().get(i);
      long parameters =
          layer.variables(network.shapes().get(i)).stream().mapToLong(v -> v.shape().size()).sum();
      total += parameters;
      rows.add(
          List.of(
              layer.name(),
              kind(layer),
              dimensions(network.shapes().get(i + 1)),
              grouped(parameters)));
    }
    page.section("Network")
        .table(
            "Layers of "
                + network.name()
                + " for images of "
                + dimensions(network.input())
                + "; "
                + grouped(total)
                + " parameters in all.",
            List.of("layer", "kind", "output", "parameters"),
            rows);
  }

  /** As model files write it, such as {@code max_pool}. */
  private static String kind(Layer layer) {
    String name = layer.getClass().getSimpleName().replace("Layer", "");
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  private static String dimensions(Shape shape) {
    return LongStream.of(shape.asArray())
        .mapToObj(Long::toString)
        .collect(Collectors.joining(" × "));
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
