package io.github.multigpumnist.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds of a store on whatever database. */
abstract class StoreContract {
  static final Duration HOUR = Duration.ofHours(1);

  /** An empty database, the same one during a test. */
  abstract Storage storage();

  @Test
  void aTrialComesBackAsItWasQueued() throws Exception {
    try (TrialStore store = TrialStore.open(storage())) {
      Study study = Trials.study(store, "s");
      assertThat(study.enqueue(Trials.SPACE, Trials.trials(7))).isEqualTo(7);

      List<Trial> trials = study.trials();

      assertThat(trials).extracting(Trial::number).containsExactly(0, 1, 2, 3, 4, 5, 6);
      Trial last = trials.get(6);
      assertThat(last.state()).isEqualTo(TrialState.WAITING);
      assertThat(last.params()).isEqualTo(Trials.genome(6).values());
      assertThat(last.params().keySet())
          .containsExactly("nb_neurons", "nb_layers", "activation", "optimizer", "batch_size");
      assertThat(last.attributes()).isEqualTo(Trials.trial(6).attributes());
      assertThat(last.systemAttributes()).isEqualTo(Trials.trial(6).systemAttributes());
      assertThat(last.fingerprint()).contains(Trials.genome(6).fingerprint());
      assertThat(last.genome()).contains(Trials.genome(6));
      assertThat(last.value()).isEmpty();
      assertThat(last.curve()).isEmpty();
      assertThat(last.started()).isEmpty();
      assertThat(last.completed()).isEmpty();
    }
  }

  @Test
  void aCompleteTrialHasEverythingAndLastsInTheNextProcess() throws Exception {
    try (TrialStore store = TrialStore.open(storage())) {
      Study study = Trials.study(store, "s");
      study.enqueue(Trials.SPACE, Trials.trials(1));
      Claim claim = study.claim("w1").orElseThrow();
      assertThat(claim.trial().state()).isEqualTo(TrialState.RUNNING);
      claim.report(1, 0.5);
      claim.report(2, Double.NaN);
      claim.report(3, Double.POSITIVE_INFINITY);
      claim.report(1, 0.625);
      claim.complete(0.75, Trials.outcome(1.5));
    }
    try (TrialStore store = TrialStore.openExisting(storage())) {
      Trial trial = store.study("s").orElseThrow().trials().get(0);
      assertThat(trial.state()).isEqualTo(TrialState.COMPLETE);
      assertThat(trial.value()).hasValue(0.75);
      assertThat(trial.curve())
          .containsExactly(
              entry(1, 0.625), entry(2, Double.NaN), entry(3, Double.POSITIVE_INFINITY));
      assertThat(trial.attributes())
          .containsEntry("seconds", 1.5)
          .containsEntry("worker", "w1")
          .containsEntry("fingerprint", Trials.genome(0).fingerprint());
      assertThat(trial.started().orElseThrow())
          .isBeforeOrEqualTo(trial.completed().orElseThrow())
          .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }
  }

  @Test
  void valuesOutsideTheNumbers() throws Exception {
    try (TrialStore store = TrialStore.open(storage())) {
      Study study = Trials.study(store, "s");
      study.enqueue(Trials.SPACE, Trials.trials(4));
      study.claim("w").orElseThrow().complete(Double.NEGATIVE_INFINITY, Trials.outcome(1));
      study.claim("w").orElseThrow().complete(Double.NaN, Trials.outcome(1));
      study.claim("w").orElseThrow().fail("out of memory");
      Claim pruned = study.claim("w").orElseThrow();
      pruned.report(1, 0.1);
      pruned.report(2, 0.2);
      pruned.prune(Trials.outcome(1));

      List<Trial> trials = study.trials();

      assertThat(trials.get(0).value()).hasValue(Double.NEGATIVE_INFINITY);
      assertThat(trials.get(1).state()).isEqualTo(TrialState.FAIL);
      assertThat(trials.get(1).value()).isEmpty();
      assertThat(trials.get(2).state()).isEqualTo(TrialState.FAIL);
      assertThat(trials.get(2).systemAttributes()).containsEntry("fail_reason", "out of memory");
      assertThat(trials.get(3).state()).isEqualTo(TrialState.PRUNED);
      assertThat(trials.get(3).value()).hasValue(0.2);
      assertThat(trials.get(3).attributes()).containsEntry("epochs", 3);
      assertThat(study.claim("w")).isEmpty();
    }
  }

  @Test
  void aFingerprintIsQueuedOnce() throws Exception {
    try (TrialStore store = TrialStore.open(storage())) {
      Study study = Trials.study(store, "s");
      Study other = Trials.study(store, "other");
      study.enqueue(Trials.SPACE, Trials.trials(2));
      study.claim("w").orElseThrow().fail("x");

      assertThat(
              study.enqueue(
                  Trials.SPACE, List.of(Trials.trial(0), Trials.trial(1), Trials.trial(2))))
          .isEqualTo(1);
      assertThat(study.enqueue(Trials.SPACE, List.of(Trials.trial(3), Trials.trial(3))))
          .isEqualTo(1);
      assertThat(other.enqueue(Trials.SPACE, Trials.trials(1))).isEqualTo(1);

      assertThat(study.trials()).extracting(Trial::number).containsExactly(0, 1, 2, 3);
      assertThat(other.trials()).extracting(Trial::number).containsExactly(0);
    }
  }

  @Test
  void theOldestIsClaimedFirst() throws Exception {
    try (TrialStore store = TrialStore.open(storage())) {
      Study study = Trials.study(store, "s");
      study.enqueue(Trials.SPACE, Trials.trials(3));
      List<Integer> order = new ArrayList<>();
      for (Optional<Claim> c = study.claim("w"); c.isPresent(); c = study.claim("w")) {
        order.add(c.get().trial().number());
      }
      assertThat(order).containsExactly(0, 1, 2);
    }
  }

  @Test
  void aFinishedTrialStaysAsItIs() throws Exception {
    try (TrialStore store = TrialStore.open(storage())) {
      Study study = Trials.study(store, "s");
      study.enqueue(Trials.SPACE, Trials.trials(1));
      Claim claim = study.claim("w").orElseThrow();
      claim.complete(0.5, Trials.outcome(1));

      assertThatIllegalStateException()
          .isThrownBy(() -> claim.complete(0.9, Trials.outcome(1)))
          .withMessage("trial 0 is COMPLETE already, and stays so");
      assertThatIllegalStateException().isThrownBy(() -> claim.report(1, 0.9));
      assertThatIllegalStateException().isThrownBy(() -> claim.fail("x"));
      assertThatIllegalStateException().isThrownBy(claim::release);
      Trial trial = study.trials().get(0);
      assertThat(trial.value()).hasValue(0.5);
      assertThat(trial.curve()).isEmpty();
      assertThat(study.requeueDead(Duration.ZERO)).isZero();
    }
  }

  @Test
  void aReleasedTrialIsAsNew() throws Exception {
    try (TrialStore store = TrialStore.open(storage())) {
      Study study = Trials.study(store, "s");
      study.enqueue(Trials.SPACE, Trials.trials(1));
      final List<Trial> queued = study.trials();
      Claim claim = study.claim("w").orElseThrow();
      claim.report(1, 0.5);
      claim.heartbeat();
      claim.release();

      assertThat(study.trials()).isEqualTo(queued);
      claim.release();
      assertThatExceptionOfType(ClaimLostException.class)
          .isThrownBy(() -> claim.complete(1, Trials.outcome(1)))
          .withMessage(
              storage() + ": trial 0 was taken for dead and queued again; its result is dropped");
      Claim second = study.claim("w").orElseThrow();
      assertThatExceptionOfType(ClaimLostException.class)
          .isThrownBy(() -> claim.complete(1, Trials.outcome(1)));
      assertThatExceptionOfType(ClaimLostException.class).isThrownBy(claim::heartbeat);
      assertThatExceptionOfType(ClaimLostException.class).isThrownBy(() -> claim.report(1, 1));
      assertThatExceptionOfType(ClaimLostException.class).isThrownBy(() -> claim.fail("x"));
      claim.release();
      second.complete(0.25, Trials.outcome(1));
      assertThat(study.trials().get(0).value()).hasValue(0.25);
    }
  }

  @Test
  void theThirdFaultOfATrialIsItsLast() throws Exception {
    try (TrialStore store = TrialStore.open(storage())) {
      Study study = Trials.study(store, "s");
      study.enqueue(Trials.SPACE, Trials.trials(1));
      for (int fault = 1; fault <= 2; fault++) {
        Claim claim = study.claim("w").orElseThrow();
        claim.report(1, 0.5);
        assertThat(claim.giveBack("out of memory")).isEqualTo(fault);
        assertThat(study.trials().get(0).state()).isEqualTo(TrialState.WAITING);
        assertThat(study.trials().get(0).curve()).isEmpty();
        study.claim("w").orElseThrow().release(); // which is no fault
      }
      Claim last = study.claim("w").orElseThrow();
      assertThat(last.giveBack("no such device")).isEqualTo(3);
      assertThat(study.trials().get(0).state()).isEqualTo(TrialState.FAIL);
      assertThat(study.trials().get(0).failReason()).contains("3 times: no such device");
      assertThat(study.requeueDead(Duration.ZERO)).isZero();
    }
  }

  @Test
  void anAttributeOfAStudyCanBeChanged() throws Exception {
    try (TrialStore store = TrialStore.open(storage())) {
      Study study = Trials.study(store, "s");
      study.setAttribute("test", 1);
      study.setAttribute("test", "\u00fc \" \n");
      assertThat(study.attributes())
          .containsOnly(entry("multigpu_mnist:kind", "genetic"), entry("test", "\u00fc \" \n"));
      // A second creation changes nothing.
      assertThat(store.create("s", Map.of("x", 1))).isSameAs(study);
      assertThat(study.attributes()).doesNotContainKey("x");
      assertThat(store.studyNames()).containsExactly("s");
      assertThat(store.study("t")).isEmpty();
    }
  }

  @Test
  void optunasOwnTrialsAreListedAndLeftAlone() throws Exception {
    try (TrialStore store = TrialStore.open(storage())) {
      Study study = Trials.study(store, "s");
      store
          .database()
          .write(
              handle -> {
                handle.execute(
                    "INSERT INTO trials (number, study_id, state, datetime_start)"
                        + " VALUES (0, 1, 'RUNNING', '2026-01-02 03:04:05')");
                handle.execute(
                    "INSERT INTO trials (number, study_id, state) VALUES (1, 1, 'WAITING')");
                handle.execute(
                    "INSERT INTO trial_params (trial_id, param_name, param_value,"
                        + " distribution_json) VALUES (1, 'rate', 0.5, '{\"name\":"
                        + " \"FloatDistribution\", \"attributes\": {\"step\": null, \"low\": 0.0,"
                        + " \"high\": 1.0, \"log\": false}}')");
                return handle.execute(
                    "INSERT INTO trial_user_attributes (trial_id, key, value_json)"
                        + " VALUES (1, 'bare', '[NaN, -Infinity]')");
              });
      study.enqueue(Trials.SPACE, Trials.trials(1));

      assertThat(study.requeueDead(Duration.ZERO)).isZero();
      assertThat(study.claim("w").orElseThrow().trial().number()).isEqualTo(2);
      assertThat(study.claim("w")).isEmpty();
      Trial own = study.trials().get(0);
      assertThat(own.fingerprint()).isEmpty();
      assertThat(own.params().get("rate")).isEqualTo(0.5);
      assertThat(own.started()).contains(Instant.parse("2026-01-02T03:04:05Z"));
      assertThat(own.attributes())
          .containsEntry("bare", List.of(Double.NaN, Double.NEGATIVE_INFINITY));
    }
  }

  @Test
  void manyThreadsClaimEachTrialOnce() throws Exception {
    try (TrialStore store = TrialStore.open(storage())) {
      Study study = Trials.study(store, "s");
      List<List<Integer>> claimed =
          inThreads(
              8,
              thread -> {
                study.enqueue(Trials.SPACE, Trials.trials(40));
                List<Integer> own = new ArrayList<>();
                for (Optional<Claim> c = study.claim("w"); c.isPresent(); c = study.claim("w")) {
                  c.get().report(1, 0.5);
                  c.get().complete(c.get().trial().number(), Trials.outcome(1));
                  own.add(c.get().trial().number());
                }
                return own;
              });
      assertThat(claimed.stream().flatMap(List::stream).sorted())
          .isEqualTo(IntStream.range(0, 40).boxed().toList());
      assertThat(study.trials()).allMatch(trial -> trial.value().orElseThrow() == trial.number());
    }
  }

  @Test
  void manyCreateTheSameTablesAndStudyAtOnce() throws Exception {
    List<List<String>> names =
        inThreads(
            6,
            thread -> {
              try (TrialStore store = TrialStore.open(storage())) {
                Trials.study(store, "same");
                Trials.study(store, "own" + thread);
                assertThat(store.study("same").orElseThrow().attributes()).hasSize(1);
                return store.studyNames();
              }
            });
    assertThat(names).allMatch(list -> list.contains("same"));
    try (TrialStore store = TrialStore.openExisting(storage())) {
      assertThat(store.studyNames()).hasSize(7).doesNotHaveDuplicates();
    }
  }

  /** Runs tasks side by side and gives what they gave; fails with the first that fails. */
  static <T> List<T> inThreads(int count, Task<T> task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Callable<T>> tasks = new ArrayList<>();
      IntStream.range(0, count).forEach(i -> tasks.add(() -> task.run(i)));
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  interface Task<T> {
    T run(int thread) throws Exception;
  }
}
