package io.github.multigpumnist.store;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Queues trials: all in the caller's transaction, under the study's lock. */
final class TrialWriter {
  private final Handle handle;
  private final long study;

  TrialWriter(Handle handle, long study) {
    this.handle = handle;
    this.study = study;
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
      if (known.add(Json.write(TextNode.valueOf(trial.fingerprint())))) {
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
            .bind(1, Study.FINGERPRINT)
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
    insertParams(id, trial.params());
    Attributes.TRIAL_USER.set(handle, id, trial.userAttributes());
    Attributes.TRIAL_SYSTEM.set(handle, id, trial.systemAttributes());
  }

  private void insertParams(long id, Map<String, Param> params) {
    if (params.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO trial_params (trial_id, param_name, param_value, distribution_json)"
                + " VALUES (?, ?, ?, ?)");
    params.forEach(
        (name, param) ->
            batch.add(id, name, param.stored(), DistributionJson.write(param.distribution())));
    batch.execute();
  }
}
