package io.github.multigpumnist.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multigpumnist.OptunaStudies;
import io.github.multigpumnist.study.Ranking;
import io.github.multigpumnist.study.Storage;
import io.github.multigpumnist.study.Trial;
import io.github.multigpumnist.study.TrialStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order is Optuna's; tools/optuna/check_store.py asks Optuna itself. */
class StudyRankingTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @TempDir private Path folder;
  private OptunaStudies optuna;

  @BeforeEach
  void makeADatabase() throws Exception {
    optuna = new OptunaStudies(folder.resolve("o.db"));
  }

  private StudySummary summary() throws Exception {
    optuna.close();
    try (TrialStore store =
        TrialStore.openExisting(Storage.parse("sqlite:///" + folder.resolve("o.db")))) {
      return StudySummary.of(store.study("s").orElseThrow());
    }
  }

  private static List<Integer> numbers(List<Trial> trials) {
    return trials.stream().map(Trial::number).toList();
  }

  @Test
  void whoBreaksAConstraintComesLast() throws Exception {
    long study = optuna.study("s", "MINIMIZE");
    for (double value : new double[] {3, 1, 2, 4, 0}) {
      long trial = optuna.trial(study, value);
      optuna.system(trial, "constraints", value < 2 ? "[0.5]" : "[-0.5]");
    }
    StudySummary summary = summary();
    assertThat(numbers(summary.ranking())).containsExactly(2, 0, 3, 4, 1);
    assertThat(summary.best().orElseThrow().number()).isEqualTo(2);
    assertThat(numbers(summary.drawable())).containsExactly(2, 0, 3);
    assertThat(summary.facts()).containsEntry("infeasible", "2 of 5 complete trials");
  }

  @Test
  void equalsAreRankedByLossThenByNumberInSearchAndReportAlike() throws Exception {
    long study = optuna.study("s", "MAXIMIZE");
    for (String loss : List.of("0.5", "0.25", "0.5", "0.25")) {
      long trial = optuna.trial(study, 0.75);
      optuna.user(trial, "validation_loss", loss);
      optuna.user(trial, "fingerprint", "\"" + (9 - trial) + "\"");
    }
    StudySummary summary = summary();
    assertThat(numbers(summary.ranking())).containsExactly(1, 3, 0, 2);
    assertThat(Ranking.ofSearch(summary.trials())).isEqualTo(summary.ranking());
  }

  @Test
  void withoutAFeasibleTrialThereIsNoBest() throws Exception {
    optuna.system(optuna.trial(optuna.study("s", "MAXIMIZE"), 1), "constraints:c", "1");
    StudySummary summary = summary();
    assertThat(summary.best()).isEmpty();
    assertThat(summary.noBest())
        .isEqualTo("no feasible trial yet: all 1 complete ones break Optuna's constraints");
    assertThat(numbers(summary.ranking())).containsExactly(0);
  }

  @Test
  void infiniteValuesAreRanked() throws Exception {
    long study = optuna.study("s", "MAXIMIZE");
    for (double value : new double[] {0.5, INFINITY, -INFINITY, 0.75, INFINITY}) {
      optuna.trial(study, value);
    }
    StudySummary summary = summary();
    assertThat(numbers(summary.ranking())).containsExactly(1, 4, 3, 0, 2);
    assertThat(summary.best().orElseThrow().value()).hasValue(INFINITY);
    assertThat(numbers(summary.drawable())).containsExactly(3, 0);
  }

  @Test
  void ofSeveralObjectivesTheParetoFrontComesFirst() throws Exception {
    long study = optuna.study("s", "MINIMIZE", "MAXIMIZE");
    optuna.trial(study, 2, 2); // 0: as good as 4, which is on the front too
    optuna.trial(study, 3, 1); // 1: 0 is better in both
    optuna.trial(study, 1, 1); // 2: least of the first objective
    optuna.system(optuna.trial(study, 0, 9), "constraints", "[1]"); // 3: infeasible
    optuna.trial(study, 2, 2); // 4
    optuna.trial(study, INFINITY, 3); // 5: greatest of the second
    optuna.trial(study, 2, 1); // 6: 0 is as good and better
    StudySummary summary = summary();
    assertThat(numbers(summary.paretoFront())).containsExactly(0, 2, 4, 5);
    assertThat(numbers(summary.ranking())).containsExactly(0, 2, 4, 5, 1, 6, 3);
    assertThat(summary.best()).isEmpty();
    assertThat(summary.noBest())
        .isEqualTo(
            "2 objectives, so no single best trial; 4 of 7 complete trials are on the Pareto"
                + " front");
    assertThat(summary.drawable()).isEmpty();
  }
}
