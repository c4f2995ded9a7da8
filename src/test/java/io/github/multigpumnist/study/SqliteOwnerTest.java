package io.github.multigpumnist.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On SQLite one process runs a study, and its death is noticed. */
class SqliteOwnerTest {
  @TempDir private Path folder;
  private Storage storage;

  @BeforeEach
  void nameStorage() {
    storage = new SqliteStorage(folder.resolve("trials.db"));
  }

  @Test
  void aSecondProcessIsRefusedButMayRead() throws Exception {
    try (OtherProcess other = OtherProcess.claiming(storage);
        TrialStore store = TrialStore.open(storage)) {
      Study study = store.study("s").orElseThrow();
      String refusal = "%s: study \"s\" is run by process %d on ".formatted(storage, other.pid());
      List<ThrowingMethod> methods =
          List.of(
              () -> study.claim("w"),
              () -> study.enqueue(Trials.SPACE, Trials.trials(9)),
              () -> study.requeueDead(Duration.ZERO),
              study::tryLead);
      for (ThrowingMethod method : methods) {
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(method::run)
            .withMessageStartingWith(refusal);
      }
      assertThat(study.trials())
          .extracting(Trial::state)
          .containsExactly(TrialState.COMPLETE, TrialState.RUNNING, TrialState.WAITING);
      // Another study of the same file is free.
      Study free = Trials.study(store, "free");
      free.enqueue(Trials.SPACE, Trials.trials(1));
      free.claim("w").orElseThrow().complete(1, Trials.outcome(1));
    }
  }

  private interface ThrowingMethod {
    void run() throws Exception;
  }

  @Test
  void whatAKilledProcessWasRunningIsQueuedAgain() throws Exception {
    OtherProcess.claiming(storage).close();
    try (TrialStore store = TrialStore.open(storage)) {
      Study study = store.study("s").orElseThrow();
      assertThat(study.requeueDead(Duration.ofDays(1))).isEqualTo(1);

      List<Trial> trials = study.trials();
      assertThat(trials)
          .extracting(Trial::state)
          .containsExactly(TrialState.COMPLETE, TrialState.WAITING, TrialState.WAITING);
      assertThat(trials.get(0).value()).hasValue(0.5);
      assertThat(trials.get(1).curve()).isEmpty();
      assertThat(trials.get(1).attributes()).isEqualTo(Trials.trial(1).attributes());

      Claim claim = study.claim("w").orElseThrow();
      assertThat(claim.trial().number()).isEqualTo(1);
      assertThat(study.requeueDead(Duration.ZERO)).isZero(); // this one lives
      claim.complete(1, Trials.outcome(1));
    }
  }

  @Test
  void aSecondStoreOfThisProcessIsRefusedUntilTheFirstIsClosed() throws Exception {
    try (TrialStore second = TrialStore.open(storage)) {
      Study study = Trials.study(second, "s");
      try (TrialStore first = TrialStore.open(storage)) {
        assertThat(Trials.study(first, "s").tryLead()).isTrue();
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(study::tryLead)
            .withMessageContaining("study \"s\" is run by this process");
      }
      assertThat(study.tryLead()).isTrue();
      try (TrialStore third = TrialStore.open(storage)) {
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> Trials.study(third, "s").claim("w"));
      }
    }
    assertThat(folder.resolve("trials.db-study-1.lock")).isEmptyFile();
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2); // the log was merged into the database
    }
  }
}
