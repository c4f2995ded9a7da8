package io.github.multigpumnist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.multigpumnist.OptunaStudies;
import io.github.multigpumnist.TinyStudies;
import io.github.multigpumnist.model.ModelFile;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.report.StudySummary;
import io.github.multigpumnist.space.SpaceFile;
import io.github.multigpumnist.study.Storage;
import io.github.multigpumnist.study.Trial;
import io.github.multigpumnist.study.TrialStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code study …} on stores made up here. */
class StudyCommandsTest {
  @TempDir private Path folder;
  private Path file;
  private StudySummary genetic;
  private Capture captured;

  @BeforeEach
  void makeTwoStudies() throws IOException {
    file = folder.resolve("s.db");
    try (TrialStore store = TrialStore.open(Storage.parse("sqlite:///" + file))) {
      genetic = StudySummary.of(TinyStudies.genetic(store, "first", 2, 6));
      TinyStudies.brute(store, "second", 3);
    }
  }

  private int run(String line) {
    captured = new Capture();
    String words = line.replace("STORE", "--storage sqlite:///" + file);
    return MultiGpuMnist.run(Arrays.asList(words.split(" ")), captured.console(false, false));
  }

  private JsonNode json(String line) throws IOException {
    assertThat(run(line + " --json")).as(captured.err()).isZero();
    assertThat(captured.out()).hasLineCount(1);
    return new ObjectMapper().readTree(captured.out());
  }

  private void assertFails(String line, int status, String message) {
    assertThat(run(line)).isEqualTo(status);
    assertThat(captured.err())
        .hasLineCount(1)
        .startsWith("multigpu-mnist: error: ")
        .contains(message);
    assertThat(captured.out()).isEmpty();
  }

  @Test
  void listsStudies() throws IOException {
    assertThat(run("study list STORE")).isZero();
    String best = String.format("%.4f", genetic.best().orElseThrow().value().getAsDouble());
    assertThat(captured.out().lines().map(l -> l.split("  +")).toList())
        .containsExactly(
            new String[] {"study", "kind", "trials", "best"},
            new String[] {"first", "genetic", "7 complete, 1 pruned, 1 fail", best},
            new String[] {
              "second",
              "brute",
              "3 complete",
              captured.out().strip().substring(captured.out().strip().length() - 6)
            });
    JsonNode studies = json("study list STORE").path("studies");
    assertThat(studies.get(0).path("trials").path("complete").intValue()).isEqualTo(7);
    assertThat(studies.get(1).path("name").asText()).isEqualTo("second");
  }

  @Test
  void showsOne() throws IOException {
    assertThat(run("study show STORE --study first")).isZero();
    assertThat(captured.out())
        .startsWith("study first\n  kind: genetic\n  trials: 7 complete, 1 pruned, 1 fail\n")
        .contains("generation  networks  trained    best    mean   least\n")
        .contains("rank  trial  nb_neurons  nb_layers  activation  optimizer");
    JsonNode shown = json("study show STORE --study first");
    assertThat(shown.path("generations")).hasSize(2);
    assertThat(shown.path("top")).hasSize(7);
    Trial best = genetic.best().orElseThrow();
    JsonNode first = shown.path("top").get(0);
    assertThat(first.path("number").intValue()).isEqualTo(best.number());
    assertThat(first.path("value").doubleValue()).isEqualTo(best.value().getAsDouble());
    assertThat(first.path("curve")).hasSize(best.curve().size());
  }

  @Test
  void exportsCsvAndJson() throws IOException {
    assertThat(run("study export STORE --study second")).isZero();
    List<String> lines = captured.out().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0))
        .startsWith("number,state,value,test_accuracy,nb_neurons,nb_layers,activation,optimizer,")
        .endsWith(",started,completed");
    assertThat(lines.get(1)).startsWith("0,complete,0.").contains(",64,1,relu,rmsprop,");
    assertThat(lines).allMatch(l -> l.split(",", -1).length == lines.get(0).split(",", -1).length);

    assertThat(run("study export STORE --study first --format json")).isZero();
    JsonNode trials = new ObjectMapper().readTree(captured.out());
    assertThat(trials).hasSize(9);
    assertThat(trials.get(3).path("state").asText()).isEqualTo("pruned");
    assertThat(trials.get(4).path("value").isNull()).isTrue();
    assertThat(trials.get(0).path("params").path("nb_neurons").isInt()).isTrue();
    assertThat(trials.get(0).path("curve").path("1").isDouble()).isTrue();

    Path output = folder.resolve("new/trials.csv");
    JsonNode result = json("study export STORE --study first --output " + output);
    assertThat(result.path("trials").intValue()).isEqualTo(9);
    assertThat(output).content().hasLineCount(10);
  }

  @Test
  void reports() throws IOException {
    JsonNode result = json("study report STORE --study first --output " + folder.resolve("r"));
    assertThat(result.path("files").get(0).asText()).isEqualTo(folder + "/r/report.html");
    for (JsonNode written : result.path("files")) {
      assertThat(Path.of(written.asText())).isNotEmptyFile();
    }
    assertThat(run("study report STORE --study first --output " + folder.resolve("r"))).isZero();
  }

  @Test
  void writesTheBestAsAModelFile() throws Exception {
    Path output = folder.resolve("best.json");
    Trial best = genetic.best().orElseThrow();
    JsonNode json = json("study best STORE --study first --output " + output);
    assertThat(json.path("trial").path("number").intValue()).isEqualTo(best.number());
    ModelSpec model = ModelFile.load(output.toString());
    long hidden = model.layers().stream().filter(l -> l.name().startsWith("dense")).count();
    assertThat(hidden).isEqualTo(((Integer) best.params().get("nb_layers")).longValue());
    assertThat(model.recipe("default").epochs())
        .isEqualTo(best.outcome().orElseThrow().bestEpoch());
    assertThat(run("study best STORE --study first")).isZero();
    assertThat(captured.out()).startsWith("trial: " + best.number() + "\nnb_neurons: ");
    try (TrialStore store = TrialStore.open(Storage.parse("sqlite:///" + file))) {
      TinyStudies.create(store, "new", "genetic", SpaceFile.load("mlp"));
    }
    try (OptunaStudies optuna = new OptunaStudies(file)) {
      optuna.study("theirs", "MAXIMIZE");
    }
    assertFails("study best STORE --study new", 1, "study 'new' has no complete trial yet: none");
    assertThat(run("study report STORE --study theirs --output " + folder.resolve("t"))).isZero();
  }

  @Test
  void changesNothing() throws IOException {
    byte[] before = Files.readAllBytes(file);
    run("study list STORE");
    run("study show STORE --study first");
    run("study export STORE --study first");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertFails(
        "study show STORE",
        2,
        "flag --study is required: sqlite:///" + file + " has first, second");
    assertFails(
        "study show STORE --study third", 1, "there is no study 'third', only first, second");
    assertFails("study list --storage sqlite:///" + folder + "/none.db", 1, "no such file");
    assertThat(folder.resolve("none.db")).doesNotExist();
    assertFails("study list --storage mysql://x", 2, "--storage: storage is mysql://…, expected ");
    assertFails(
        "study export STORE --study first --format xml", 2, "--format xml: expected one of");
    assertFails("study export STORE --study first --json", 2, "--json and --output -");
    assertFails("study report STORE --study first", 2, "flag --output is required");
    Files.writeString(folder.resolve("taken"), "a file");
    assertFails("study report STORE --study first --output " + folder + "/taken", 1, "taken");
    assertFails("study export STORE --study first --output " + folder + "/taken/x", 1, "taken");
    Files.writeString(folder.resolve("text.db"), "not a database, but a text that is long enough");
    assertFails("study list --storage sqlite:///" + folder + "/text.db", 1, "text.db");
    assertFails("study copy", 2, "unknown command 'study'");
  }
}
