package io.github.multigpumnist.study;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The moves of a trial between waiting, running and finished, each within the caller's transaction.
 * The row of the trial is locked first and looked at in a second statement: on PostgreSQL a single
 * statement would judge other tables by a state older than the lock.
 */
final class Queue {
  /** The system attribute that tells one claim of a trial from all others. */
  private static final String CLAIM = "multigpu_mnist:claim";

  /** The system attribute that counts the faults of machines which a trial was put back for. */
  private static final String FAULTS = "multigpu_mnist:faults";

  private final Handle handle;
  private final Database database;

  Queue(Handle handle, Database database) {
    this.handle = handle;
    this.database = database;
  }

  Optional<Trial> claim(long study, String worker, String token) throws StoreException {
    // After a broken connection: the first try may have been committed unheard.
    Optional<Long> trial = database.isRetrying() ? claimed(study, token) : Optional.empty();
    if (trial.isEmpty()) {
      trial = oldestWaiting(study);
      if (trial.isPresent()) {
        start(trial.get(), worker, token);
      }
    }
    return trial.isPresent() ? Optional.of(TrialReader.one(handle, trial.get())) : Optional.empty();
  }

  private Optional<Long> claimed(long study, String token) {
    return handle
        .createQuery(
            "SELECT t.trial_id FROM trials t JOIN trial_system_attributes a"
                + " ON a.trial_id = t.trial_id WHERE t.study_id = ? AND t.state = 'RUNNING'"
                + " AND a.key = ? AND a.value_json = ?")
        .bind(0, study)
        .bind(1, CLAIM)
        .bind(2, Json.write(token))
        .mapTo(Long.class)
        .findOne();
  }

  private Optional<Long> oldestWaiting(long study) {
    return handle
        .createQuery(
            "SELECT t.trial_id FROM trials t WHERE t.study_id = ? AND t.state = 'WAITING'"
                + " AND EXISTS (SELECT 1 FROM trial_user_attributes a"
                + " WHERE a.trial_id = t.trial_id AND a.key = ?)"
                + " ORDER BY t.trial_id LIMIT 1"
                + database.skipLockedSuffix())
        .bind(0, study)
        .bind(1, Trial.FINGERPRINT)
        .mapTo(Long.class)
        .findOne();
  }

  private void start(long trial, String worker, String token) {
    handle.execute(
        "UPDATE trials SET state = 'RUNNING', datetime_start = ?"
            + " WHERE trial_id = ? AND state = 'WAITING'",
        Timestamps.now(),
        trial);
    Attributes.TRIAL_USER.set(handle, trial, Map.of(Trial.WORKER, worker));
    Attributes.TRIAL_SYSTEM.set(handle, trial, Map.of(CLAIM, token));
    database.beat(handle, trial);
  }

  /** The state of a trial that this claim holds or has finished. */
  TrialState hold(Trial trial, String token) throws StoreException {
    TrialState state = lock(trial.id());
    Optional<String> holder = Attributes.TRIAL_SYSTEM.text(handle, trial.id(), CLAIM);
    if (state == TrialState.WAITING || !holder.equals(Optional.of(Json.write(token)))) {
      throw new ClaimLostException(
          String.format(
              Locale.ROOT,
              "%s: trial %d was taken for dead and queued again; its result is dropped",
              database.storage(),
              trial.number()));
    }
    return state;
  }

  private TrialState lock(long trial) {
    return TrialState.valueOf(
        handle
            .createQuery(
                "SELECT CAST(state AS VARCHAR(8)) FROM trials WHERE trial_id = ?"
                    + database.lockingSuffix())
            .bind(0, trial)
            .mapTo(String.class)
            .one());
  }

  void beat(long trial) {
    database.beat(handle, trial);
  }

  void report(long trial, int step, double value) {
    StoredNumber stored = StoredNumber.of(value);
    handle.execute(
        "INSERT INTO trial_intermediate_values"
            + " (trial_id, step, intermediate_value, intermediate_value_type)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT (trial_id, step) DO UPDATE SET"
            + " intermediate_value = excluded.intermediate_value,"
            + " intermediate_value_type = excluded.intermediate_value_type",
        trial,
        step,
        stored.number(),
        stored.type());
  }

  void finish(long trial, TrialState state, Optional<StoredNumber> value, Marks marks) {
    Attributes.TRIAL_USER.set(handle, trial, marks.user());
    Attributes.TRIAL_SYSTEM.set(handle, trial, marks.system());
    value.ifPresent(
        number ->
            handle.execute(
                "INSERT INTO trial_values (trial_id, objective, value, value_type)"
                    + " VALUES (?, 0, ?, ?)",
                trial,
                number.number(),
                number.type()));
    handle.execute(
        "UPDATE trials SET state = ?, datetime_complete = ?"
            + " WHERE trial_id = ? AND state = 'RUNNING'",
        state.name(),
        Timestamps.now(),
        trial);
  }

  /** What is written of a trial when it ends. */
  record Marks(Map<String, Object> user, Map<String, Object> system) {}

  /** The last reported value that is a number, which Optuna takes for a pruned trial's value. */
  Optional<StoredNumber> lastReported(long trial) {
    return handle
        .createQuery(
            "SELECT intermediate_value FROM trial_intermediate_values WHERE trial_id = ?"
                + " AND step = (SELECT MAX(step) FROM trial_intermediate_values WHERE trial_id = ?)"
                + " AND intermediate_value_type = 'FINITE'")
        .bind(0, trial)
        .bind(1, trial)
        .mapTo(Double.class)
        .findOne()
        .map(StoredNumber::of);
  }

  /** Trials that run under one of our claims. */
  List<Long> running(long study) {
    return handle
        .createQuery(
            "SELECT t.trial_id FROM trials t JOIN trial_system_attributes a"
                + " ON a.trial_id = t.trial_id AND a.key = ?"
                + " WHERE t.study_id = ? AND t.state = 'RUNNING' ORDER BY t.trial_id")
        .bind(0, CLAIM)
        .bind(1, study)
        .mapTo(Long.class)
        .list();
  }

  boolean requeueDead(long trial, Duration grace) {
    if (lock(trial) != TrialState.RUNNING || !database.isStale(handle, trial, grace)) {
      return false;
    }
    requeue(trial);
    return true;
  }

  /** Counts a fault of the machine that a trial had; gives their number. */
  int addFault(long trial) throws StoreException {
    int faults = 1;
    Optional<String> before = Attributes.TRIAL_SYSTEM.text(handle, trial, FAULTS);
    if (before.isPresent() && Json.read(before.get(), FAULTS) instanceof Integer count) {
      faults += count;
    }
    Attributes.TRIAL_SYSTEM.set(handle, trial, Map.of(FAULTS, faults));
    return faults;
  }

  void requeue(long trial) {
    handle.execute("DELETE FROM trial_intermediate_values WHERE trial_id = ?", trial);
    handle.execute("DELETE FROM trial_heartbeats WHERE trial_id = ?", trial);
    Attributes.TRIAL_USER.delete(handle, trial, Trial.WORKER);
    Attributes.TRIAL_SYSTEM.delete(handle, trial, CLAIM);
    handle.execute(
        "UPDATE trials SET state = 'WAITING', datetime_start = NULL"
            + " WHERE trial_id = ? AND state = 'RUNNING'",
        trial);
  }
}
