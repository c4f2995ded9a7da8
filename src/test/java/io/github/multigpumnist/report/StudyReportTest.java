package io.github.multigpumnist.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.multigpumnist.TinyStudies;
import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.search.Generation;
import io.github.multigpumnist.space.Space;
import io.github.multigpumnist.space.SpaceFile;
import io.github.multigpumnist.study.Direction;
import io.github.multigpumnist.study.Storage;
import io.github.multigpumnist.study.Study;
import io.github.multigpumnist.study.Trial;
import io.github.multigpumnist.study.TrialState;
import io.github.multigpumnist.study.TrialStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyReportTest {
  @TempDir private Path folder;

  private TrialStore store() throws IOException {
    return TrialStore.open(Storage.parse("sqlite:///" + folder.resolve("studies.db")));
  }

  private String written(StudySummary study) throws IOException {
    List<Path> files =
        new StudyReport(study)
            .write(folder.resolve("out"), "Written by a test.", Progress.Reporter.SILENT);
    for (Path png : files.subList(1, files.size())) {
      assertThat(ImageIO.read(png.toFile()).getWidth()).as(png.toString()).isGreaterThan(400);
    }
    String html = Files.readString(files.get(0));
    assertThat(html.split("<img ", -1)).as("pictures").hasSize(files.size());
    return html;
  }

  @Test
  void showsAGeneticSearch() throws IOException {
    StudySummary study;
    try (TrialStore store = store()) {
      Study made = TinyStudies.genetic(store, "s <1>", 4, 8);
      String best = StudySummary.of(made).best().orElseThrow().fingerprint().orElseThrow();
      made.setTestAccuracy(best, 0.98765);
      study = StudySummary.of(made);
    }
    String html = written(study);
    assertThat(html)
        .contains("<h1>Study s &lt;1&gt;</h1>")
        .contains("test accuracy 0.9877.", "18 complete, 1 pruned, 1 fail")
        .contains("<td class=\"number\">0.9877</td>", "loss is NaN at step 7")
        .contains(
            "Line chart of validation accuracy by generation; in the last one, 4, the best is ")
        .contains("Boxes of validation accuracy by optimizer");
    assertThat(folder.resolve("out")).isDirectoryContaining("glob:**/fitness.png");
    assertThat(folder.resolve("out")).isDirectoryContaining("glob:**/gene-nb_neurons.png");
    assertThat(folder.resolve("out")).isDirectoryContaining("glob:**/curves.png");
  }

  @Test
  void ranksAndSumsUpByHand() throws IOException {
    try (TrialStore store = store()) {
      StudySummary study = StudySummary.of(TinyStudies.genetic(store, "s", 3, 6));
      List<Trial> ranking = study.ranking();
      assertThat(ranking)
          .hasSize(10)
          .isSortedAccordingTo(Comparator.comparingDouble(t -> -t.value().getAsDouble()));
      assertThat(study.generations()).extracting(Generation::number).containsExactly(1, 2, 3);
      assertThat(study.generations()).extracting(Generation::trained).containsExactly(4, 3, 3);
      double[] first =
          study.trials().stream()
              .filter(t -> t.state() == TrialState.COMPLETE && t.number() < 6)
              .mapToDouble(t -> t.value().getAsDouble())
              .toArray();
      assertThat(study.generations().get(0).mean())
          .isCloseTo((first[0] + first[1] + first[2] + first[3]) / 4, within(1e-12));
      assertThat(study.stateCounts())
          .containsExactlyInAnyOrderEntriesOf(Map.of("complete", 10, "pruned", 1, "fail", 1));
    }
  }

  @Test
  void quantilesInterpolate() {
    Generation generation = new Generation(1, List.of(4.0, 1.0, 3.0, 2.0), 4, 0);
    assertThat(generation.quantile(0)).isEqualTo(1);
    assertThat(generation.quantile(0.25)).isEqualTo(1.75);
    assertThat(generation.quantile(0.5)).isEqualTo(2.5);
    assertThat(generation.quantile(1)).isEqualTo(4);
    assertThat(generation.best()).isEqualTo(4);
  }

  @Test
  void showsBruteForceAsHeatMaps() throws IOException {
    try (TrialStore store = store()) {
      StudySummary study = StudySummary.of(TinyStudies.brute(store, "all", 84));
      Figure maps = new HeatMaps(study).figure().orElseThrow();
      assertThat(maps.charts()).hasSize(28);
      assertThat(maps.columns()).isEqualTo(4);
      assertThat(maps.caption()).contains("for each optimizer and activation");
      assertThat(written(study)).contains("Heat maps of validation accuracy by nb_neurons");
    }
  }

  @Test
  void hasAPageWhileNothingIsThere() throws IOException {
    try (TrialStore store = store()) {
      Study made = TinyStudies.create(store, "new", "genetic", SpaceFile.load("mlp"));
      assertThat(written(StudySummary.of(made)))
          .contains("No best trial: no complete trial yet: none.", "<td>none</td>");
      Space space = SpaceFile.load("mlp");
      made.enqueue(space, List.of(TinyStudies.trial(space.at(3), 0)));
      assertThat(written(StudySummary.of(made))).contains("1 waiting");
    }
  }

  @Test
  void hasAPageOfOneTrial() throws IOException {
    try (TrialStore store = store()) {
      String html = written(StudySummary.of(TinyStudies.brute(store, "one", 1)));
      assertThat(html).contains("The 1 best.").doesNotContain("Boxes of");
    }
  }

  /**
   * Other parameters, None among them, a loss to minimise, no attributes, infinite values, gaps.
   */
  @Test
  void showsAStudyOfOptunasOwn() throws IOException {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      Map<String, Object> params = new LinkedHashMap<>();
      params.put("x", i * 0.01);
      if (i % 3 == 0) {
        params.put("kernel", i % 2 == 0 ? true : null);
      }
      double value = i == 0 ? Double.POSITIVE_INFINITY : (i - 1500) * (i - 1500.0);
      boolean running = i == 2999;
      trials.add(
          new Trial(
              i,
              i,
              running ? TrialState.RUNNING : TrialState.COMPLETE,
              params,
              running ? List.of() : List.of(value),
              new TreeMap<>(Map.of(1, Double.NaN)),
              Map.of(),
              Map.of(),
              Optional.empty(),
              Optional.empty()));
    }
    StudySummary study =
        new StudySummary(
            "theirs", "other", List.of(Direction.MINIMIZE), Map.of(), Map.of(), trials);
    assertThat(study.best().orElseThrow().number()).isEqualTo(1500);
    assertThat(study.generations()).isEmpty();
    String html = written(study);
    assertThat(html)
        .contains("Best value 0.0000 (trial 1500).")
        .contains("Points of value by x", "Boxes of value by kernel")
        .contains("the best value so far; at the end 0.0000")
        .doesNotContain("Learning curves", "validation accuracy", "NaN");
  }
}
