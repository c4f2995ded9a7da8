package io.github.multigpumnist.study;

import io.github.multigpumnist.space.Gene;
import io.github.multigpumnist.space.Genome;
import io.github.multigpumnist.space.Space;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Queues trials: all in the caller's transaction, under the study's lock. */
final class TrialWriter {
  private final Handle handle;
  private final long study;
  private final Space space;

  TrialWriter(Handle handle, long study, Space space) {
    this.handle = handle;
    this.study = study;
    this.space = space;
  }

  /** Queues those whose fingerprints are new, and gives their number. */
  int enqueue(List<NewTrial> trials, String lockingSuffix) {
    // Optuna numbers its trials under the same lock. On SQLite the transaction is the lock.
    handle
        .createQuery("SELECT study_id FROM studies WHERE study_id = ?" + lockingSuffix)
        .bind(0, study)
        .mapTo(Long.class)
        .one();
    Set<String> known = fingerprints();
    int first =
        handle
            .createQuery("SELECT COUNT(*) FROM trials WHERE study_id = ?")
            .bind(0, study)
            .mapTo(Integer.class)
            .one();
    int added = 0;
    for (NewTrial trial : trials) {
      if (known.add(Json.write(trial.genome().fingerprint()))) {
        insert(trial, first + added);
        added++;
      }
    }
    return added;
  }

  private Set<String> fingerprints() {
    return new HashSet<>(
        handle
            .createQuery(
                "SELECT a.value_json FROM trial_user_attributes a"
                    + " JOIN trials t ON t.trial_id = a.trial_id WHERE t.study_id = ? AND a.key = ?")
            .bind(0, study)
            .bind(1, Trial.FINGERPRINT)
            .mapTo(String.class)
            .list());
  }

  private void insert(NewTrial trial, int number) {
    long id =
        handle
            .createQuery(
                "INSERT INTO trials (number, study_id, state) VALUES (?, ?, 'WAITING')"
                    + " RETURNING trial_id")
            .bind(0, number)
            .bind(1, study)
            .mapTo(Long.class)
            .one();
    insertParams(id, trial.genome());
    Attributes.TRIAL_USER.set(handle, id, trial.attributes());
    Attributes.TRIAL_SYSTEM.set(handle, id, trial.systemAttributes());
  }

  private void insertParams(long id, Genome genome) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO trial_params (trial_id, param_name, param_value, distribution_json)"
                + " VALUES (?, ?, ?, ?)");
    for (Gene gene : space.genes()) {
      Object value = genome.value(gene.name());
      batch.add(
          id,
          gene.name(),
          OptunaDistribution.stored(gene.values(), value),
          OptunaDistribution.write(gene.values()));
    }
    batch.execute();
  }
}
