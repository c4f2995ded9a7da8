package io.github.multigpumnist.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The curves of a run's {@code metrics.jsonl}: losses and accuracy by epoch. */
final class LearningCurves {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** More cannot be told apart in a chart. */
  private static final int MOST_POINTS = 1000;

  private final List<JsonNode> lines = new ArrayList<>();

  /** Reads a file; one that is not there gives no curves, nor do lines that a crash cut. */
  LearningCurves(Path metrics) throws IOException {
    if (!Files.isRegularFile(metrics)) {
      return;
    }
    String text = new String(Files.readAllBytes(metrics), StandardCharsets.UTF_8);
    for (String line : text.lines().toList()) {
      try {
        lines.add(JSON.readTree(line));
      } catch (IOException e) {
        continue;
      }
    }
  }

  void addTo(HtmlPage page) {
    Optional<Charts.Line> training = line("training, at single steps", "step", "cross_entropy");
    Optional<Charts.Line> validation =
        line("validation, after each epoch", "epoch", "validation_loss");
    Optional<Charts.Line> accuracy = line("validation", "epoch", "validation_accuracy");
    List<Charts.Line> losses = new ArrayList<>();
    training.ifPresent(losses::add);
    validation.ifPresent(losses::add);
    if (losses.isEmpty()) {
      return;
    }
    page.section("Learning curves")
        .figure(
            Picture.svg(
                Charts.lines(new Charts.Axes("epoch", "cross entropy (nats)", "0.0##"), losses)),
            "Line chart of the cross entropy by epoch" + ends(losses),
            "Cross entropy by epoch, without the weights' decay.");
    accuracy.ifPresent(
        line ->
            page.figure(
                Picture.svg(
                    Charts.lines(
                        new Charts.Axes("epoch", "validation accuracy", "0.00##"), List.of(line))),
                "Line chart of the validation accuracy by epoch" + ends(List.of(line)),
                "Share of the validation images classified correctly, after each epoch."));
  }

  /** In words where the lines end, for those who do not see them. */
  private static String ends(List<Charts.Line> lines) {
    StringBuilder text = new StringBuilder();
    for (Charts.Line line : lines) {
      double last = line.y()[line.y().length - 1];
      text.append("; ")
          .append(line.label())
          .append(": ")
          .append(Numbers.short4(last))
          .append(" at last");
    }
    return text.toString();
  }

  private Optional<Charts.Line> line(String label, String kind, String field) {
    List<JsonNode> points =
        lines.stream()
            .filter(l -> l.path("kind").asText().equals(kind))
            .filter(l -> l.path("epoch").isNumber() && l.path(field).isNumber())
            .filter(l -> Double.isFinite(l.path(field).asDouble()))
            .toList();
    if (points.isEmpty()) {
      return Optional.empty();
    }
    int every = points.size() / MOST_POINTS + 1;
    List<JsonNode> shown =
        IntStream.range(0, points.size())
            .filter(i -> i % every == 0 || i == points.size() - 1)
            .mapToObj(points::get)
            .toList();
    return Optional.of(
        new Charts.Line(
            label,
            shown.stream().mapToDouble(l -> l.path("epoch").asDouble()).toArray(),
            shown.stream().mapToDouble(l -> l.path(field).asDouble()).toArray()));
  }
}
