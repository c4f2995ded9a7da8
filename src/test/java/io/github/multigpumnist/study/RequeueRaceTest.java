package io.github.multigpumnist.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On SQLite a claim counts as alive from the moment it is committed. */
class RequeueRaceTest {
  private static final int TRIALS = 300;

  @Test
  void claimsOfThisProcessAreNeverTakenForDead(@TempDir Path folder) throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (TrialStore store = TrialStore.open(Storage.parse("sqlite:///" + folder.resolve("t.db")))) {
      Study study = Trials.study(store, "s");
      study.enqueue(Trials.SPACE, Trials.trials(TRIALS));
      Future<?> worker =
          other.submit(
              () -> {
                for (Optional<Claim> claim = study.claim("w");
                    claim.isPresent();
                    claim = study.claim("w")) {
                  claim.get().complete(0.5, Trials.outcome(1));
                }
                return null;
              });
      int requeued = 0;
      while (!worker.isDone()) {
        requeued += study.requeueDead(Duration.ZERO);
      }
      assertThat(requeued).isZero();
      worker.get();
      assertThat(study.trials()).extracting(Trial::state).containsOnly(TrialState.COMPLETE);
    } finally {
      other.shutdownNow();
    }
  }
}
