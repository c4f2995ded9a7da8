package io.github.multigpumnist.cli;

import static io.github.multigpumnist.OptunaStudies.FLOAT;
import static io.github.multigpumnist.OptunaStudies.choices;
import static io.github.multigpumnist.OptunaStudies.integers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.multigpumnist.OptunaStudies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code study …} on studies of Optuna's own: constrained, infinite, of several objectives, odd.
 */
class OptunaStudyCommandsTest {
  @TempDir private Path folder;
  private Capture captured;

  @BeforeEach
  void makeStudies() throws Exception {
    try (OptunaStudies optuna = new OptunaStudies(folder.resolve("o.db"))) {
      long constrained = optuna.study("constrained", "MINIMIZE");
      optuna.system(optuna.trial(constrained, 0.25), "constraints", "[1]");
      optuna.system(optuna.trial(constrained, 0.5), "constraints", "[-1]");
      optuna.system(optuna.trial(constrained, Double.NEGATIVE_INFINITY), "constraints", "[2]");
      long several = optuna.study("several", "MINIMIZE", "MAXIMIZE");
      for (double x : new double[] {0.5, 0.25}) {
        optuna.param(optuna.trial(several, x, 2 * x), "x", x, FLOAT);
      }
      long odd = optuna.study("odd", "MAXIMIZE");
      long first = optuna.trial(odd, Double.POSITIVE_INFINITY);
      optuna.param(first, "value", 100, integers(1, 10, 1, false));
      optuna.param(first, "lr", 1, choices("[\"\", null, \"null\"]"));
      optuna.user(first, "note", "\"a, b\"");
      optuna.user(first, "lr", "null");
      long second = optuna.trial(odd, 1);
      optuna.param(second, "value", 64, integers(1, 1024, 1, true));
      optuna.param(second, "lr", 0, choices("[\"\", null, \"null\"]"));
      long third = optuna.trial(odd, 0);
      optuna.param(third, "lr", 2, choices("[\"\", null, \"null\"]"));
      optuna.param(third, "params_value", 0.5, FLOAT);
      optuna.param(optuna.trial(odd, -1), "params_value", 2.0, FLOAT);
    }
  }

  private int run(String line) {
    captured = new Capture();
    String words = line.replace("STORE", "--storage sqlite:///" + folder.resolve("o.db"));
    return MultiGpuMnist.run(Arrays.asList(words.split(" ")), captured.console(false, false));
  }

  private JsonNode json(String line) throws Exception {
    assertThat(run(line + " --json")).as(captured.err()).isZero();
    return new ObjectMapper().readTree(captured.out());
  }

  @Test
  void listsThemAll() throws Exception {
    assertThat(run("study list STORE")).isZero();
    assertThat(captured.out().lines().map(l -> l.split("  +")).toList())
        .containsExactly(
            new String[] {"study", "kind", "trials", "best"},
            new String[] {"constrained", "other", "3 complete", "0.5000"},
            new String[] {"several", "other", "2 complete", "2 objectives"},
            new String[] {"odd", "other", "4 complete", "inf"});
    JsonNode studies = json("study list STORE").path("studies");
    assertThat(studies.get(1).path("best").isNull()).isTrue();
    assertThat(studies.get(1).path("directions")).hasToString("[\"minimize\",\"maximize\"]");
  }

  @Test
  void aDamagedStudyDoesNotHideTheOthers() throws Exception {
    try (OptunaStudies optuna = new OptunaStudies(folder.resolve("o.db"))) {
      optuna.param(optuna.trial(optuna.study("broken", "MINIMIZE"), 1), "c", 7, choices("[1]"));
    }
    assertThat(run("study list STORE")).isEqualTo(1);
    assertThat(captured.out()).contains("several").hasLineCount(4);
    assertThat(captured.err())
        .isEqualTo(
            "multigpu-mnist: error: study 'broken' cannot be read: trial 0: parameter c is 7.0,"
                + " expected one of [1]\n");
  }

  @Test
  void marksInfeasibleTrials() throws Exception {
    assertThat(run("study show STORE --study constrained")).isZero();
    assertThat(captured.out().replaceAll(" +", " "))
        .contains("infeasible: 2 of 3 complete trials")
        .endsWith(
            " rank trial value feasible\n 1 1 0.5000 yes\n 2 2 -inf no\n 3 0 0.2500 no\n"
                .stripLeading());
    assertThat(run("study best STORE --study constrained")).isZero();
    assertThat(captured.out()).isEqualTo("trial: 1\nvalue: 0.5000\nfeasible: yes\n");
    JsonNode top = json("study show STORE --study constrained").path("top");
    assertThat(top.findValuesAsText("feasible")).containsExactly("true", "false", "false");
    assertThat(run("study export STORE --study constrained")).isZero();
    assertThat(captured.out().lines().limit(2))
        .containsExactly(
            "number,state,value,feasible,test_accuracy,started,completed",
            "0,complete,0.25,false,,2026-01-31T12:00:00Z,2026-01-31T12:00:01Z");
  }

  @Test
  void namesNoBestOfSeveralObjectives() throws Exception {
    assertThat(run("study best STORE --study several")).isEqualTo(1);
    assertThat(captured.err())
        .isEqualTo(
            "multigpu-mnist: error: study 'several' has 2 objectives, so no single best trial; 2 of"
                + " 2 complete trials are on the Pareto front\n");
    assertThat(run("study show STORE --study several")).isZero();
    assertThat(captured.out().replaceAll(" +", " "))
        .contains("objectives: minimize, maximize", "trial x value 0 value 1 Pareto front")
        .contains("0 0.5 0.5000 1.0000 yes");
    assertThat(run("study export STORE --study several")).isZero();
    assertThat(captured.out().lines().limit(2))
        .containsExactly(
            "number,state,values_0,values_1,test_accuracy,x,started,completed",
            "0,complete,0.5,1.0,,0.5,2026-01-31T12:00:00Z,2026-01-31T12:00:01Z");
    assertThat(run("study export STORE --study several --format json")).isZero();
    assertThat(new ObjectMapper().readTree(captured.out()).get(1).path("values"))
        .hasToString("[0.25,0.5]");
    Path page = folder.resolve("page");
    assertThat(run("study report STORE --study several --output " + page)).isZero();
    assertThat(Files.readString(page.resolve("report.html")))
        .contains("No best trial: 2 objectives", "<td class=\"number\">1.0000</td>");
  }

  @Test
  void showsOddTrialsAsTheyAre() throws Exception {
    assertThat(run("study show STORE --study odd")).isZero();
    assertThat(captured.out().replaceAll(" +", " ")).contains("1 0 100 null – inf");
    Path page = folder.resolve("page");
    assertThat(run("study report STORE --study odd --output " + page)).as(captured.err()).isZero();
    assertThat(Files.readString(page.resolve("report.html")))
        .contains("Best value inf (trial 0).", "The charts leave out 1 complete trials");
  }

  @Test
  void csvTellsEveryColumnAndValueApart() throws Exception {
    assertThat(run("study export STORE --study odd")).isZero();
    List<String> lines = captured.out().lines().map(l -> l.replaceAll("2026-[^,]*", "T")).toList();
    assertThat(lines)
        .containsExactly(
            "number,state,value,test_accuracy,params_value,params_lr,params_params_value,"
                + "user_attrs_lr,note,started,completed",
            "0,complete,Infinity,,100,null,,null,\"a, b\",T,T",
            "1,complete,1.0,,64,\"\",,,,T,T",
            "2,complete,0.0,,,\"null\",0.5,,,T,T",
            "3,complete,-1.0,,,,2.0,,,T,T");
  }
}
