package io.github.multigpumnist.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multigpumnist.study.Storage;
import io.github.multigpumnist.study.Trial;
import io.github.multigpumnist.study.TrialState;
import io.github.multigpumnist.study.TrialStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code genetic} and {@code brute}, whole, killed and misused. */
class SearchIT {
  private static final String SPACE =
      """
      {"name": "tiny", "genes": {
       "nb_neurons": [4, 8, 16], "nb_layers": {"low": 1, "high": 2},
       "activation": ["tanh"], "optimizer": ["adam", "sgd"], "learning_rate": [0.00001, 0.00003]}}
      """;

  private static final String SEARCH =
      " --dataset idx:tiny --space space.json --max-epochs 6 --seed 3 --top 2 --devices cpu";
  private static final String GENETIC =
      "genetic --study g --generations 3 --population 8 --batch-size 2" + SEARCH;
  private static final String BRUTE = "brute --study b" + SEARCH;

  @TempDir private Path scratch;
  private Tiny tiny;

  @BeforeEach
  void makeTheData() throws Exception {
    tiny = new Tiny(scratch);
    Files.writeString(tiny.path("space.json"), SPACE);
  }

  private String storage(String file) {
    return "sqlite:///" + tiny.path(file);
  }

  private List<Trial> trials(String file, String study) throws Exception {
    try (TrialStore store = TrialStore.openExisting(Storage.parse(storage(file)))) {
      return store.study(study).orElseThrow().trials();
    }
  }

  /** Accuracy and loss, to the last digit. */
  private Map<String, String> scores(String file, String study) throws Exception {
    Map<String, String> scores = new TreeMap<>();
    for (Trial trial : trials(file, study)) {
      assertThat(trial.state()).isEqualTo(TrialState.COMPLETE);
      String score =
          trial.value().orElseThrow() + " " + trial.outcome().orElseThrow().validationLoss();
      assertThat(scores.put(trial.fingerprint().orElseThrow(), score)).isNull();
    }
    return scores;
  }

  @Test
  void aKilledSearchEndsAsIfNothingHadHappened() throws Exception {
    Program.Result whole = tiny.run(GENETIC, "--storage", "sqlite:///whole.db", "--parallel", "1");
    assertThat(whole.exitCode()).as(whole.stderr()).isZero();
    assertThat(whole.stdout().lines())
        .first()
        .isEqualTo("Study 'g' in sqlite:///whole.db, new, seed 3");
    assertThat(whole.stdout())
        .contains("1 training(s) at a time on the CPU, one thread each")
        .containsPattern(
            "Generation 3 of 3: mean accuracy [01]\\.\\d{4}, best [01]\\.\\d{4}; \\d+ networks");
    List<String> table = whole.stdout().lines().toList();
    assertThat(table.get(table.size() - 4))
        .matches("Best 2 of \\d+ networks by validation accuracy:");
    assertThat(table.subList(table.size() - 2, table.size()))
        .allMatch(
            line ->
                line.matches(
                    " +[01]\\.\\d{4}  [01]\\.\\d{4} +\\d  activation=tanh .* optimizer=\\w+"));
    Map<String, String> scores = scores("whole.db", "g");
    assertThat(
            Files.readAllLines(tiny.path("log.txt")).stream().filter(l -> l.contains(" network ")))
        .hasSize(scores.size());

    String[] again = {"--storage", "sqlite:///killed.db", "--parallel", "2", "--log-file", "k.txt"};
    for (int networks : List.of(1, 4)) {
      try (Program.Running run = tiny.program().start(Tiny.join(GENETIC, again))) {
        awaitNetworks(run, "k.txt", networks);
        awaitMidTrial(run);
        assertThat(run.signal("KILL").await().exitCode()).isEqualTo(137);
      }
    }
    assertThat(trials("killed.db", "g")).extracting(Trial::state).contains(TrialState.RUNNING);
    Program.Result end = tiny.program().run(Tiny.join(GENETIC + " --json", again));
    assertThat(end.exitCode()).as(end.stderr()).isZero();
    assertThat(end.stderr())
        .contains("Study 'g' in sqlite:///killed.db, gone on with, seed 3")
        .contains("of a dead process are queued again");
    assertThat(scores("killed.db", "g")).isEqualTo(scores);
    JsonNode result = Tiny.json(end.stdout());
    assertThat(result.path("trained").intValue()).isBetween(1, scores.size() - 4);
    assertThat(table.get(table.size() - 2))
        .startsWith("    " + "%.4f".formatted(result.at("/top/0/validation_accuracy").asDouble()))
        .contains("  %.4f  ".formatted(result.at("/top/0/test_accuracy").asDouble()));
  }

  private void awaitNetworks(Program.Running run, String log, int networks) throws Exception {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
    while (!Files.exists(tiny.path(log))
        || Files.readAllLines(tiny.path(log)).stream().filter(l -> l.contains(" network ")).count()
            < networks) {
      if (!run.isAlive() || Instant.now().isAfter(deadline)) {
        throw new AssertionError("never trained " + networks + " networks\n" + run.stderr());
      }
      Thread.sleep(10);
    }
  }

  /** Waits until a trial has ended its first epoch, of six. */
  private void awaitMidTrial(Program.Running run) throws Exception {
    while (trials("killed.db", "g").stream()
        .noneMatch(t -> t.state() == TrialState.RUNNING && t.curve().size() == 1)) {
      assertThat(run.isAlive()).as("never in the middle of a trial").isTrue();
      Thread.sleep(5);
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void aSignalStoresWhatIsDoneAndTellsHowToGoOn(String signal, int exitCode) throws Exception {
    assumeFalse(
        signal.equals("INT") && Program.ignoresInterrupts(), "SIGINT does not reach children here");
    String[] flags = {"--parallel", "1"};
    Program.Result cut;
    try (Program.Running run = tiny.program().start(Tiny.join(GENETIC, flags))) {
      awaitNetworks(run, "log.txt", 2);
      cut = run.signal(signal).await();
    }
    assertThat(cut.exitCode()).as(cut.stderr()).isEqualTo(exitCode);
    List<Trial> trials = trials("multigpu-mnist.db", "g");
    long complete = trials.stream().filter(t -> t.state() == TrialState.COMPLETE).count();
    assertThat(complete).isGreaterThanOrEqualTo(2);
    assertThat(trials).extracting(Trial::state).contains(TrialState.WAITING);
    assertThat(trials).extracting(Trial::state).doesNotContain(TrialState.RUNNING);
    assertThat(cut.stdout().strip())
        .endsWith(
            "Interrupted: "
                + complete
                + " networks are stored in sqlite:///multigpu-mnist.db; the same command goes on"
                + " from there");
  }

  @Test
  void bruteForceInTwoHalvesIsTheWhole() throws Exception {
    Program.Result half = tiny.run(BRUTE, "--limit", "5");
    assertThat(half.exitCode()).as(half.stderr()).isZero();
    assertThat(trials("multigpu-mnist.db", "b")).hasSize(5);
    Program.Result whole = tiny.run(BRUTE);
    assertThat(whole.exitCode()).as(whole.stderr()).isZero();
    assertThat(whole.stdout()).contains("Best 2 of 24 networks by validation accuracy:");
    assertThat(scores("multigpu-mnist.db", "b")).hasSize(24);
    assertThat(
            Files.readAllLines(tiny.path("brute-log.txt")).stream()
                .filter(l -> l.contains(" network ")))
        .hasSize(24);
  }

  @Test
  void aSearchWhoseNetworksAllFailSaysWhy() throws Exception {
    Files.writeString(tiny.path("space.json"), SPACE.replace("[0.00001, 0.00003]", "[1e38]"));
    Program.Result run = tiny.run(BRUTE, "--limit", "2");
    assertThat(run.exitCode()).as(run.stderr()).isEqualTo(1);
    assertThat(run.stderr())
        .contains(
            "multigpu-mnist: error: 2 of 2 networks of study 'b' failed, the first, network 0: ")
        .contains("diverged");
    assertThat(trials("multigpu-mnist.db", "b"))
        .extracting(Trial::state)
        .containsOnly(TrialState.FAIL);
  }

  @Test
  void theMainClassesAreTheCommands() throws Exception {
    for (String name : List.of("Genetic", "Brute")) {
      Program.Result help =
          Program.java(scratch, "io.github.multigpumnist.cli." + name + "Main").run("--help");
      assertThat(help.exitCode()).isZero();
      assertThat(help.stdout())
          .contains("Usage: multigpu-mnist " + name.toLowerCase(Locale.ROOT) + " [FLAGS]");
    }
  }

  @Test
  void whatIsWrongIsToldInOneLineAndNothingIsCreated() throws Exception {
    Files.writeString(
        tiny.path("bad.json"), "{\"name\": \"x\", \"genes\": {\n\"activation\": [\"rely\"]}}");
    Program.Result run = tiny.run("genetic --dataset idx:tiny --space bad.json");
    assertThat(run.stderr().strip())
        .isEqualTo(
            "multigpu-mnist: error: bad.json:2: gene 'activation': value is 'rely', expected one of"
                + " [linear, relu, elu, tanh, sigmoid, softmax]");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(tiny.path("multigpu-mnist.db")).doesNotExist();
  }

  @Test
  void aStudyOfOtherSettingsIsLeftAlone() throws Exception {
    assertThat(tiny.run(BRUTE, "--limit", "2").exitCode()).isZero();
    Map<String, String> scores = scores("multigpu-mnist.db", "b");
    refused(1, "study 'b' was begun otherwise: max_epochs is 6 there, 9 here", "--max-epochs", "9");
    refused(
        2,
        "--no-resume: study 'b' is there already, expected another name (--study)",
        "--no-resume");
    Files.writeString(tiny.path("space.json"), SPACE.replace("[4, 8, 16]", "[4, 8]"));
    Program.Result other = tiny.run(BRUTE);
    assertThat(other.stderr())
        .startsWith("multigpu-mnist: error: study 'b' was begun otherwise: the space is {")
        .hasLineCount(1);
    assertThat(scores("multigpu-mnist.db", "b")).isEqualTo(scores);
  }

  private void refused(int exitCode, String message, String... flags) throws Exception {
    Program.Result run = tiny.run(BRUTE, flags);
    assertThat(run.stderr().strip()).isEqualTo("multigpu-mnist: error: " + message);
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }
}
