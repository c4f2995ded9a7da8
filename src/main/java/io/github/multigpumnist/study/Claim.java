package io.github.multigpumnist.study;

import java.util.Map;
import java.util.Optional;

/**
 * A running trial in the hands of one worker, until it ends in one of {@link #complete}, {@link
 * #prune}, {@link #fail} and {@link #release}. Whoever was presumed dead meanwhile gets a {@link
 * ClaimLostException} from every method, and nothing is written.
 */
public final class Claim {
  private final Database database;
  private final Trial trial;
  private final String token;
  private final Runnable onEnd;

  Claim(Database database, Trial trial, String token, Runnable onEnd) {
    this.database = database;
    this.trial = trial;
    this.token = token;
    this.onEnd = onEnd;
  }

  /**
   * The trial as it was when it was claimed.
   *
   * @return in state running
   */
  public Trial trial() {
    return trial;
  }

  /**
   * Tells that the worker lives. On PostgreSQL it must come more often than the grace of {@link
   * Study#requeueDead}.
   *
   * @throws StoreException when the claim was lost or the database fails
   */
  public void heartbeat() throws StoreException {
    change(queue -> queue.beat(trial.id()));
  }

  /**
   * Stores a value of the learning curve, and tells that the worker lives.
   *
   * @param step 1, 2, …; a step reported again takes the new value
   * @param value may be infinite or NaN
   * @throws StoreException when the claim was lost or the database fails
   */
  public void report(int step, double value) throws StoreException {
    change(
        queue -> {
          queue.report(trial.id(), step, value);
          queue.beat(trial.id());
        });
  }

  /**
   * Ends the trial with its value. A NaN makes it a failed one.
   *
   * @param value the objective; may be infinite
   * @param outcome kept with the trial
   * @throws StoreException when the claim was lost or the database fails; nothing is then written
   */
  public void complete(double value, Outcome outcome) throws StoreException {
    Map<String, Object> attributes = outcome.attributes();
    if (Double.isNaN(value)) {
      finish(TrialState.FAIL, queue -> Optional.empty(), attributes, reason("the value is NaN"));
    } else {
      Optional<StoredNumber> stored = Optional.of(StoredNumber.of(value));
      finish(TrialState.COMPLETE, queue -> stored, attributes, Map.of());
    }
  }

  /**
   * Ends the trial early. As in Optuna its value is the last one reported, if that is finite.
   *
   * @param outcome kept with the trial
   * @throws StoreException when the claim was lost or the database fails; nothing is then written
   */
  public void prune(Outcome outcome) throws StoreException {
    finish(
        TrialState.PRUNED, queue -> queue.lastReported(trial.id()), outcome.attributes(), Map.of());
  }

  /**
   * Ends the trial without a value.
   *
   * @param reason for people to read; kept as Optuna's system attribute fail_reason
   * @throws StoreException when the claim was lost or the database fails; nothing is then written
   */
  public void fail(String reason) throws StoreException {
    finish(TrialState.FAIL, queue -> Optional.empty(), Map.of(), reason(reason));
  }

  /**
   * Puts the trial back into the queue, without what was reported of it. Does nothing when the
   * claim was lost: the trial is queued already.
   *
   * @throws StoreException when the database fails
   */
  public void release() throws StoreException {
    try {
      change(queue -> queue.requeue(trial.id()));
    } catch (ClaimLostException e) {
      // Another has it, or a first try was committed before the connection broke.
    }
    onEnd.run();
  }

  private static Map<String, Object> reason(String text) {
    return Map.of(Trial.FAIL_REASON, text);
  }

  @FunctionalInterface
  private interface Change {
    void apply(Queue queue) throws StoreException;
  }

  private void change(Change change) throws StoreException {
    database.write(
        handle -> {
          Queue queue = new Queue(handle, database);
          TrialState state = queue.hold(trial, token);
          if (state != TrialState.RUNNING) {
            throw new IllegalStateException(
                "trial %d is %s, expected it to be running".formatted(trial.number(), state));
          }
          change.apply(queue);
          return null;
        });
  }

  @FunctionalInterface
  private interface FinalValue {
    Optional<StoredNumber> of(Queue queue);
  }

  private void finish(
      TrialState state,
      FinalValue value,
      Map<String, Object> attributes,
      Map<String, Object> systemAttributes)
      throws StoreException {
    database.write(
        handle -> {
          Queue queue = new Queue(handle, database);
          TrialState found = queue.hold(trial, token);
          if (found == TrialState.RUNNING) {
            queue.finish(
                trial.id(), state, value.of(queue), new Queue.Marks(attributes, systemAttributes));
          } else if (found != state || !database.isRetrying()) {
            // Else this claim's first try was committed before the connection broke.
            throw new IllegalStateException(
                "trial %d is %s already, and stays so".formatted(trial.number(), found));
          }
          return null;
        });
    onEnd.run();
  }
}
