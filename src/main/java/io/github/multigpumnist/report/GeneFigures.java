package io.github.multigpumnist.report;

import io.github.multigpumnist.report.Charts.Axes;
import io.github.multigpumnist.search.Generation;
import io.github.multigpumnist.study.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;

/** What the values of a study's genes did to its score. */
final class GeneFigures {
  /** More boxes cannot be labelled. */
  private static final int MOST_BOXES = 16;

  private final StudySummary study;
  private final List<Trial> ranking;

  GeneFigures(StudySummary study) {
    this.study = study;
    this.ranking = study.drawable();
  }

  /** A chart each gene: boxes, or points where a number has many values. */
  List<Figure> effects() {
    boolean allEqual = ranking.stream().map(t -> t.value().orElseThrow()).distinct().count() < 2;
    if (allEqual) {
      return List.of();
    }
    return study.genes().stream().map(this::effect).flatMap(Optional::stream).toList();
  }

  private Optional<Figure> effect(String gene) {
    List<Object> values = GeneValues.of(gene, ranking);
    if (values.size() < 2 || values.size() > MOST_BOXES && !GeneValues.areNumbers(values)) {
      return Optional.empty();
    }
    String name = "gene-" + gene.replaceAll("[^A-Za-z0-9_-]+", "-");
    Axes axes = new Axes(gene, study.metric(), "0.000#");
    if (values.size() > MOST_BOXES) {
      return Optional.of(
          Figure.of(name, "Points of " + study.metric() + " by " + gene, "", points(gene, axes)));
    }
    Map<String, List<Double>> groups = new LinkedHashMap<>();
    values.forEach(value -> groups.put(GeneValues.label(value), scores(gene, value)));
    return Optional.of(
        Figure.of(
            name,
            "Boxes of " + study.metric() + " by " + gene + "; medians: " + medians(groups),
            "By " + gene + ": " + counts(groups) + ".",
            Charts.boxes(axes, groups)));
  }

  private XYChart points(String gene, Axes axes) {
    List<Trial> having = ranking.stream().filter(t -> t.params().containsKey(gene)).toList();
    return Charts.points(
        axes,
        having.stream().mapToDouble(t -> ((Number) t.params().get(gene)).doubleValue()).toArray(),
        having.stream().mapToDouble(t -> t.value().orElseThrow()).toArray());
  }

  private List<Double> scores(String gene, Object value) {
    return ranking.stream()
        .filter(t -> t.params().containsKey(gene))
        .filter(t -> Objects.equals(t.params().get(gene), value))
        .map(t -> t.value().orElseThrow())
        .toList();
  }

  private static String counts(Map<String, List<Double>> groups) {
    return groups.entrySet().stream()
        .map(e -> e.getValue().size() + " × " + e.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String medians(Map<String, List<Double>> groups) {
    return groups.entrySet().stream()
        .map(
            e ->
                e.getKey()
                    + " "
                    + Numbers.short4(new Generation(1, e.getValue(), 0, 0).quantile(0.5)))
        .collect(Collectors.joining(", "));
  }
}
