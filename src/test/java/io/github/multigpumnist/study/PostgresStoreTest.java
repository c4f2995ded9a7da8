package io.github.multigpumnist.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract on PostgreSQL, and what several stores do on one database. */
class PostgresStoreTest extends StoreContract {
  private Storage storage;

  @BeforeEach
  void createDatabase() throws Exception {
    PostgresServer.assumeGiven();
    storage = Storage.parse(PostgresServer.newDatabase());
  }

  @AfterEach
  void dropDatabase() throws Exception {
    if (storage != null) {
      String name = ((PostgresStorage) storage).database();
      PostgresServer.administer("DROP DATABASE " + name + " WITH (FORCE)");
    }
  }

  @Override
  Storage storage() {
    return storage;
  }

  @Test
  void manyStoresClaimEachTrialOnce() throws Exception {
    List<List<Integer>> claimed =
        inThreads(
            6,
            thread -> {
              List<Integer> own = new ArrayList<>();
              try (TrialStore store = TrialStore.open(storage)) {
                Study study = Trials.study(store, "s");
                study.enqueue(Trials.SPACE, Trials.trials(60));
                for (Optional<Claim> c = study.claim("w"); c.isPresent(); c = study.claim("w")) {
                  own.add(c.get().trial().number());
                  c.get().complete(1, Trials.outcome(1));
                }
              }
              return own;
            });
    assertThat(claimed.stream().flatMap(List::stream).sorted())
        .isEqualTo(IntStream.range(0, 60).boxed().toList());
  }

  @Test
  void aStaleTrialIsTakenOverOnceAndItsOldClaimantWritesNothing() throws Exception {
    try (TrialStore store = TrialStore.open(storage)) {
      Study study = Trials.study(store, "s");
      study.enqueue(Trials.SPACE, Trials.trials(1));
      Claim old = study.claim("old").orElseThrow();
      old.report(1, 0.9);
      Thread.sleep(300);

      int requeued =
          inThreads(
                  4,
                  thread -> {
                    try (TrialStore other = TrialStore.open(storage)) {
                      return other.study("s").orElseThrow().requeueDead(Duration.ofMillis(200));
                    }
                  })
              .stream()
              .mapToInt(Integer::intValue)
              .sum();

      assertThat(requeued).isEqualTo(1);
      assertThat(study.trials().get(0).curve()).isEmpty();
      assertThat(study.trials().get(0).started()).isEmpty();
      try (TrialStore other = TrialStore.open(storage)) {
        Claim claim = other.study("s").orElseThrow().claim("new").orElseThrow();
        assertThatExceptionOfType(ClaimLostException.class).isThrownBy(old::heartbeat);
        assertThatExceptionOfType(ClaimLostException.class).isThrownBy(() -> old.report(1, 0.9));
        assertThatExceptionOfType(ClaimLostException.class)
            .isThrownBy(() -> old.complete(0.9, Trials.outcome(1)));
        old.release();
        claim.complete(0.5, Trials.outcome(1));
      }
      assertThat(study.trials().get(0).value()).hasValue(0.5);
      assertThat(study.trials().get(0).attributes()).containsEntry("worker", "new");
    }
  }

  @Test
  void whoBeatsIsNotTakenForDead() throws Exception {
    try (TrialStore store = TrialStore.open(storage);
        TrialStore other = TrialStore.open(storage)) {
      Study study = Trials.study(store, "s");
      study.enqueue(Trials.SPACE, Trials.trials(1));
      Claim claim = study.claim("w").orElseThrow();
      for (int i = 0; i < 4; i++) {
        Thread.sleep(300);
        claim.heartbeat();
        assertThat(other.study("s").orElseThrow().requeueDead(Duration.ofMillis(1000))).isZero();
      }
    }
  }

  @Test
  void oneLeadsAndAnotherTakesOver() throws Exception {
    try (TrialStore store = TrialStore.open(storage)) {
      Study first = Trials.study(store, "s");
      try (TrialStore other = TrialStore.open(storage)) {
        Study second = Trials.study(other, "s");
        assertThat(first.tryLead()).isTrue();
        assertThat(first.tryLead()).isTrue();
        assertThat(second.tryLead()).isFalse();
        assertThat(Trials.study(other, "t").tryLead()).isTrue();
        first.resignLead();
        assertThat(eventuallyLeads(second)).isTrue();
        assertThat(first.tryLead()).isFalse();
      }
      assertThat(eventuallyLeads(first)).isTrue();
    }
  }

  @Test
  void aLeaderWhoseConnectionBrokeIsOneNoMore() throws Exception {
    try (TrialStore store = TrialStore.open(storage);
        TrialStore other = TrialStore.open(storage)) {
      Study first = Trials.study(store, "s");
      final Study second = Trials.study(other, "s");
      assertThat(first.tryLead()).isTrue();
      PostgresServer.breakConnections(storage);
      assertThat(eventuallyLeads(second)).isTrue();
      assertThat(first.tryLead()).isFalse();
    }
  }

  /** The server frees a lock a moment after its connection was closed. */
  private static boolean eventuallyLeads(Study study) throws Exception {
    for (int i = 0; i < 100 && !study.tryLead(); i++) {
      Thread.sleep(50);
    }
    return study.tryLead();
  }

  @Test
  void workGoesOnAfterTheConnectionBroke() throws Exception {
    try (TrialStore store = TrialStore.open(storage)) {
      Study study = Trials.study(store, "s");
      study.enqueue(Trials.SPACE, Trials.trials(2));
      Claim claim = study.claim("w").orElseThrow();
      PostgresServer.breakConnections(storage);
      claim.report(1, 0.5);
      PostgresServer.breakConnections(storage);
      claim.complete(0.75, Trials.outcome(1));
      PostgresServer.breakConnections(storage);
      assertThat(study.claim("w").orElseThrow().trial().number()).isEqualTo(1);
      PostgresServer.breakConnections(storage);
      assertThat(study.trials().get(0).value()).hasValue(0.75);
    }
  }

  @Test
  void aResultIsWrittenOnceThoughItsCommitWasNotHeard() throws Exception {
    PostgresStorage real = (PostgresStorage) storage;
    try (CuttingProxy proxy = new CuttingProxy(real.host(), real.port());
        TrialStore store = TrialStore.open(through(proxy))) {
      Study study = Trials.study(store, "s");
      study.enqueue(Trials.SPACE, Trials.trials(2));
      Claim claim = study.claim("w").orElseThrow();
      proxy.cutAtNextCommit();
      claim.complete(0.75, Trials.outcome(1));
      assertThat(study.trials().get(0).value()).hasValue(0.75);
      proxy.cutAtNextCommit();
      assertThat(study.claim("w").orElseThrow().trial().number()).isEqualTo(1);
      assertThat(study.claim("w")).isEmpty();
      proxy.cutAtNextCommit();
      assertThat(study.enqueue(Trials.SPACE, Trials.trials(5)))
          .isZero(); // the try that was not heard did it
      assertThat(study.trials()).hasSize(5);
    }
  }

  @Test
  void patienceEndsWhileTheServerIsAway() throws Exception {
    PostgresStorage real = (PostgresStorage) storage;
    CuttingProxy proxy = new CuttingProxy(real.host(), real.port());
    Storage impatient = through(proxy).withPatience(Duration.ofMillis(300));
    try (TrialStore store = TrialStore.open(impatient)) {
      Study study = Trials.study(store, "s");
      proxy.close();
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(study::trials)
          .withMessage(
              impatient
                  + ": nothing answers at port "
                  + proxy.port()
                  + ", expected a PostgreSQL server");
    }
  }

  private Storage through(CuttingProxy proxy) {
    String port = ":" + ((PostgresStorage) storage).port() + "/";
    return Storage.parse(
        PostgresServer.url(((PostgresStorage) storage).database())
            .replace(port, ":" + proxy.port() + "/"));
  }
}
