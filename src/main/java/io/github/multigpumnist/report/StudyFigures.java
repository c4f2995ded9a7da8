package io.github.multigpumnist.report;

import io.github.multigpumnist.report.Charts.Axes;
import io.github.multigpumnist.report.Charts.Band;
import io.github.multigpumnist.report.Charts.Line;
import io.github.multigpumnist.search.Generation;
import io.github.multigpumnist.study.Direction;
import io.github.multigpumnist.study.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The charts of a study but for its genes'. */
final class StudyFigures {
  private static final int CURVES = 5;
  private static final String PATTERN = "0.000#";
  private final StudySummary study;
  private final List<Trial> ranking;

  StudyFigures(StudySummary study) {
    this.study = study;
    this.ranking = study.drawable();
  }

  /** Best, mean and spread of every generation. */
  Optional<Figure> fitness(List<Generation> generations) {
    if (generations.isEmpty()) {
      return Optional.empty();
    }
    double[] x = each(generations, Generation::number);
    Line mean = new Line("mean", x, each(generations, Generation::mean));
    Line best = new Line("best", x, each(generations, Generation::best));
    Band spread =
        new Band(
            "middle half",
            x,
            each(generations, g -> g.quantile(0.25)),
            each(generations, g -> g.quantile(0.75)));
    Generation last = generations.get(generations.size() - 1);
    return Optional.of(
        Figure.of(
            "fitness",
            "Line chart of "
                + study.metric()
                + " by generation; in the last one, "
                + last.number()
                + ", the best is "
                + Numbers.short4(last.best())
                + " and the mean "
                + Numbers.short4(last.mean()),
            "Best network, mean and middle half of each generation.",
            Charts.lines(
                new Axes("generation", study.metric(), PATTERN), spread, List.of(mean, best))));
  }

  private static double[] each(List<Generation> all, ToDoubleFunction<Generation> value) {
    return all.stream().mapToDouble(value).toArray();
  }

  /** The best so far, trial by trial, where there are no generations. */
  Optional<Figure> progress() {
    List<Trial> byNumber = ranking.stream().sorted(Comparator.comparingInt(Trial::number)).toList();
    if (byNumber.isEmpty()) {
      return Optional.empty();
    }
    double[] x = new double[byNumber.size()];
    double[] y = new double[byNumber.size()];
    for (int i = 0; i < x.length; i++) {
      double value = byNumber.get(i).value().orElseThrow();
      x[i] = i + 1;
      y[i] = i == 0 ? value : better(y[i - 1], value);
    }
    return Optional.of(
        Figure.of(
            "progress",
            "Line chart of the best "
                + study.metric()
                + " so far; at the end "
                + Numbers.short4(y[y.length - 1]),
            "The best so far, over the complete trials in the order of their numbers.",
            Charts.lines(
                new Axes("complete trials", "best " + study.metric(), PATTERN),
                List.of(new Line("best so far", x, y)))));
  }

  private double better(double a, double b) {
    return study.directions().get(0) == Direction.MAXIMIZE ? Math.max(a, b) : Math.min(a, b);
  }

  /** What the best trials reported epoch by epoch. */
  Optional<Figure> curves() {
    List<Line> lines = new ArrayList<>();
    for (Trial trial : ranking.subList(0, Math.min(CURVES, ranking.size()))) {
      List<Map.Entry<Integer, Double>> points =
          trial.curve().entrySet().stream().filter(e -> Double.isFinite(e.getValue())).toList();
      if (!points.isEmpty()) {
        lines.add(
            new Line(
                label(trial),
                points.stream().mapToDouble(Map.Entry::getKey).toArray(),
                points.stream().mapToDouble(Map.Entry::getValue).toArray()));
      }
    }
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Figure.of(
                "curves",
                "Learning curves of the " + lines.size() + " best trials",
                "What the best trials reported on the way, best first in the legend.",
                Charts.lines(
                    new Axes(
                        study.metric().equals("value") ? "step" : "epoch", study.metric(), PATTERN),
                    lines)));
  }

  private static String label(Trial trial) {
    return "#"
        + trial.number()
        + ": "
        + trial.params().values().stream().map(GeneValues::label).collect(Collectors.joining(", "));
  }
}
