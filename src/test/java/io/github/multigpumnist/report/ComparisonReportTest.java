package io.github.multigpumnist.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.multigpumnist.compare.Circumstances;
import io.github.multigpumnist.compare.Comparison;
import io.github.multigpumnist.compare.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonReportTest {
  private static final Circumstances WHERE =
      new Circumstances(
          "multigpu-mnist compare --models 'a<b>'",
          "2026-02-03T04:05:06Z",
          "multigpu-mnist 0.1.0",
          "2.18.0",
          "17.0.1",
          new Circumstances.Machine("Some CPU", 2, 8.5, List.of(), "Linux"),
          Map.of("dataset", "digits"));

  @TempDir private Path folder;

  private static Row row(String input, int towers, double speed, double speedup) {
    return new Row(
        "convnet",
        "float32",
        input,
        towers,
        3,
        speed,
        speed - 10,
        speed + 5,
        15 / speed,
        0.0125,
        2.61,
        1050.04,
        0.9915,
        6.0,
        3,
        speedup,
        speedup / towers,
        null);
  }

  private static Row failed(String model, String error) {
    return new Row(
        model, "float32", "direct", 2, 0, null, null, null, null, null, null, null, null, null,
        null, null, null, error);
  }

  private static Comparison comparison(Double target, Row... rows) {
    return new Comparison(WHERE, 3, target, false, List.of(rows));
  }

  private static final Row ONE = row("direct", 1, 1000, 1);
  private static final Row TWO = row("direct", 2, 1500, 1.5);

  @Test
  void theTableIsReadOnATerminal() {
    assertThat(ComparisonTable.lines(comparison(0.95, ONE, TWO, failed("other", "no GPU"))))
        .containsExactly(
            "model    precision  input   towers  images/s  spread  speedup  efficiency  waiting"
                + "  first step (s)  memory (MB)  accuracy  to 0.9500 (s)",
            "convnet  float32    direct       1    1000.0   1.5 %     1.00       100 %    1.3 %"
                + "             2.6         1050    0.9915            6.0",
            "convnet  float32    direct       2    1500.0   1.0 %     1.50        75 %    1.3 %"
                + "             2.6         1050    0.9915            6.0",
            "other    float32    direct       2         –       –        –           –        –"
                + "               –            –         –              –",
            "other float32, direct, 2 towers failed: no GPU");
    assertThat(ComparisonTable.lines(comparison(null, ONE)).get(0)).endsWith("accuracy");
  }

  @Test
  void csvHasEveryFigureUnrounded() {
    String csv = ComparisonTable.csv(comparison(null, ONE, failed("a,\"b\".json", "line\nbreak")));
    assertThat(csv.lines().toList().get(0))
        .startsWith("model,precision,input,towers,repeats,images_per_second,")
        .endsWith(",speedup,efficiency,error");
    assertThat(csv)
        .contains("\nconvnet,float32,direct,1,3,1000.0,990.0,1005.0,0.015,0.0125,2.61,1050.04,")
        .endsWith("\n\"a,\"\"b\"\".json\",float32,direct,2,0,,,,,,,,,,,,,\"line\nbreak\"\n");
  }

  @Test
  void writesFiguresChartsAndAPageThatNeedsNothingElse() throws Exception {
    ComparisonReport report =
        new ComparisonReport(comparison(0.95, ONE, TWO, failed("other", "no <GPU>")));
    report.writeFigures(folder);
    report.writePage(folder, "Written by a test.");
    JsonNode json = new ObjectMapper().readTree(folder.resolve("compare.json").toFile());
    List<String> names = new ArrayList<>();
    json.get("rows").get(0).fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .contains(
            "input",
            "towers",
            "model",
            "precision",
            "images_per_second",
            "input_wait_share",
            "seconds_to_first_step",
            "peak_memory_mb",
            "accuracy",
            "efficiency");
    assertThat(json.get("rows")).hasSize(3);
    assertThat(json.get("machine").get("cpu").asText()).isEqualTo("Some CPU");
    assertThat(json.get("command").asText()).isEqualTo(WHERE.command());
    for (String chart :
        List.of(
            "images-per-second",
            "speedup",
            "input-wait",
            "first-step",
            "peak-memory",
            "time-to-target")) {
      assertThat(ImageIO.read(folder.resolve(chart + ".png").toFile()).getWidth()).isPositive();
    }
    String page = Files.readString(folder.resolve(ComparisonReport.PAGE));
    assertThat(page)
        .contains("multigpu-mnist compare --models &#39;a&lt;b&gt;&#39;")
        .contains("Some CPU, 2 cores, 8.5 GB memory, Linux")
        .contains("TensorFlow 2.18.0")
        .contains("no &lt;GPU&gt;")
        .contains(
            "Fastest: convnet float32, direct, 2 towers, 1500.0 images a second; that is 1.50 times"
                + " as fast as convnet float32, direct, 1 tower.")
        .contains("The towers share the cores of one processor")
        .doesNotContain("<script")
        .doesNotContainPattern("(src|href)=\"(?!data:)");
  }

  @Test
  void saysWhenADifferenceMayBeChance() throws Exception {
    new ComparisonReport(comparison(null, ONE, row("resident", 1, 1004, 1))).writePage(folder, "");
    assertThat(Files.readString(folder.resolve(ComparisonReport.PAGE)))
        .contains("although their measurements overlap");
    assertThat(folder.resolve("speedup.png")).as("one tower count").doesNotExist();
  }

  @Test
  void aComparisonOfWhichNothingIsMeasuredHasAPageToo() throws Exception {
    ComparisonReport report = new ComparisonReport(comparison(null, failed("other", "no GPU")));
    report.writeFigures(folder);
    report.writePage(folder, "");
    assertThat(folder.resolve("images-per-second.png")).doesNotExist();
    assertThat(Files.readString(folder.resolve(ComparisonReport.PAGE))).contains("no GPU");
  }
}
