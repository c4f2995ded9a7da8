package io.github.multigpumnist.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.multigpumnist.compare.Circumstances;
import io.github.multigpumnist.compare.Comparison;
import io.github.multigpumnist.compare.Row;
import io.github.multigpumnist.format.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A comparison's files: figures as JSON and CSV, charts as PNG, and a page of all. */
public final class ComparisonReport {
  /** The page's file. */
  public static final String PAGE = "compare.html";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final Comparison comparison;

  /**
   * A report.
   *
   * @param comparison the figures
   */
  public ComparisonReport(Comparison comparison) {
    this.comparison = comparison;
  }

  /**
   * Writes {@code compare.json} and {@code compare.csv}.
   *
   * @param folder where to
   * @throws IOException when they cannot be written
   */
  public void writeFigures(Path folder) throws IOException {
    AtomicFiles.writeString(
        folder.resolve("compare.json"), JSON.writeValueAsString(comparison) + "\n");
    AtomicFiles.writeString(folder.resolve("compare.csv"), ComparisonTable.csv(comparison));
  }

  /**
   * Writes the charts and {@link #PAGE}.
   *
   * @param folder where to
   * @param origin what wrote the page, and when: its foot
   * @throws IOException when they cannot be written
   */
  public void writePage(Path folder, String origin) throws IOException {
    List<ComparisonCharts.Drawn> charts = new ComparisonCharts(comparison).all();
    for (ComparisonCharts.Drawn drawn : charts) {
      Picture picture = Picture.png(List.of(drawn.chart()), 1);
      AtomicFiles.write(folder.resolve(drawn.name() + ".png"), out -> out.write(picture.content()));
    }
    AtomicFiles.writeString(folder.resolve(PAGE), page(charts).html(origin));
  }

  private HtmlPage page(List<ComparisonCharts.Drawn> charts) {
    HtmlPage page = new HtmlPage(title(), lead());
    page.section("Figures");
    table(
        page,
        String.format(
            Locale.ROOT,
            "Speed and scaling: medians of %d measurement%s.",
            comparison.repeat(),
            comparison.repeat() == 1 ? "" : "s"),
        ComparisonColumns.speed(comparison));
    table(page, "Start, memory and learning.", ComparisonColumns.learning(comparison));
    findings().forEach(page::paragraph);
    if (comparison.interrupted()) {
      page.paragraph(
          "The comparison was stopped before its end: the figures are of what was measured.");
    }
    if (!comparison.failures().isEmpty()) {
      Map<String, String> errors = new LinkedHashMap<>();
      comparison.failures().forEach(row -> errors.put(row.name(), row.error()));
      page.section("What failed").facts("", errors);
    }
    page.section("Charts");
    for (ComparisonCharts.Drawn drawn : charts) {
      page.figure(Picture.svg(drawn.chart()), drawn.alternative(), drawn.caption());
    }
    Map<String, String> meanings = new LinkedHashMap<>();
    ComparisonColumns.of(comparison).forEach(c -> meanings.put(c.title(), c.meaning()));
    return page.section("How it was measured")
        .paragraph(
            "Every measurement is a training in a process of its own, one at a time, in turns: all"
                + " combinations once, then all again, each round beginning with another one.")
        .facts("", circumstances())
        .facts("The columns", meanings);
  }

  private void table(HtmlPage page, String caption, List<ComparisonColumns.Column> columns) {
    page.table(
        caption,
        columns.stream().map(ComparisonColumns.Column::title).toList(),
        comparison.rows().stream()
            .map(row -> columns.stream().map(c -> c.text().apply(row)).toList())
            .toList());
  }

  private String title() {
    return distinct(Row::model) + " on " + comparison.circumstances().settings().get("dataset");
  }

  private String lead() {
    return String.format(
        Locale.ROOT,
        "A comparison of %s input, %s, %s.",
        distinct(Row::input),
        distinct(Row::precision),
        distinct(row -> row.towers() == 1 ? "1 tower" : row.towers() + " towers"));
  }

  /** Such as {@code batching, direct and resident}. */
  private String distinct(Function<Row, String> property) {
    List<String> words = comparison.rows().stream().map(property).distinct().toList();
    int last = words.size() - 1;
    return last == 0
        ? words.get(0)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  /** What the figures say, in sentences. */
  private List<String> findings() {
    return Stream.of(fastest(), scaling()).flatMap(Optional::stream).toList();
  }

  private Optional<String> fastest() {
    List<Row> measured =
        comparison.rows().stream()
            .filter(row -> row.imagesPerSecond() != null)
            .sorted(Comparator.comparing(Row::imagesPerSecond))
            .toList();
    if (measured.size() < 2) {
      return Optional.empty();
    }
    Row slowest = measured.get(0);
    Row fastest = measured.get(measured.size() - 1);
    return Optional.of(
        String.format(
            Locale.ROOT,
            "Fastest: %s, %.1f images a second; that is %.2f times as fast as %s%s.",
            fastest.name(),
            fastest.imagesPerSecond(),
            fastest.imagesPerSecond() / slowest.imagesPerSecond(),
            slowest.name(),
            fastest.imagesPerSecondMin() <= slowest.imagesPerSecondMax()
                ? ", although their measurements overlap"
                : ""));
  }

  private Optional<String> scaling() {
    boolean several =
        comparison.rows().stream().anyMatch(row -> row.towers() > 1 && row.efficiency() != null);
    boolean noGpu = comparison.circumstances().machine().gpus().isEmpty();
    return several && noGpu
        ? Optional.of(
            "The towers share the cores of one processor, and one tower may use them all: a speedup"
                + " of about 1 is to be expected, and less is the cost of dividing the work.")
        : Optional.empty();
  }

  private Map<String, String> circumstances() {
    Circumstances where = comparison.circumstances();
    Circumstances.Machine machine = where.machine();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("command", where.command());
    facts.put("date", where.date());
    facts.put(
        "machine",
        String.format(
            Locale.ROOT,
            "%s, %d cores, %.1f GB memory, %s",
            machine.cpu(),
            machine.cores(),
            machine.memoryGb(),
            machine.system()));
    facts.put("GPUs", machine.gpus().isEmpty() ? "none" : String.join(", ", machine.gpus()));
    facts.put(
        "versions",
        where.program() + ", TensorFlow " + where.tensorflow() + ", Java " + where.java());
    StringBuilder flags = new StringBuilder("train");
    where
        .settings()
        .forEach((name, value) -> flags.append(" --").append(name).append(' ').append(value));
    facts.put("each run", flags + " …");
    return facts;
  }
}
