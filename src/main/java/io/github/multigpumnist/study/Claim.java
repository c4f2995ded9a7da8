package io.github.multigpumnist.study;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A running trial in the hands of one worker, until it ends in one of {@link #complete}, {@link
 * #prune}, {@link #fail}, {@link #release} and {@link #giveBack}. Whoever was presumed dead
 * meanwhile gets a {@link ClaimLostException} from every method, and nothing is written.
 */
public final class Claim {
  /** Faults of machines or graphs that a trial may have: with the last of them it fails. */
  public static final int MOST_FAULTS = 3;

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
    change(
        queue -> {
          queue.beat(trial.id());
          return null;
        });
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
          return null;
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
      change(
          queue -> {
            queue.requeue(trial.id());
            return null;
          });
    } catch (ClaimLostException e) {
      // Another has it, or a first try was committed before the connection broke.
    }
    onEnd.run();
  }

  /**
   * Puts the trial back because of a fault that is not the network's; after the {@value
   * #MOST_FAULTS}th fault it fails instead, with that reason.
   *
   * @param reason for people to read
   * @return how many faults the trial has had
   * @throws StoreException when the claim was lost or the database fails
   */
  public int giveBack(String reason) throws StoreException {
    try {
      return change(
          queue -> {
            int faults = queue.addFault(trial.id());
            if (faults < MOST_FAULTS) {
              queue.requeue(trial.id());
            } else {
              Map<String, Object> why =
                  reason(String.format(Locale.ROOT, "%d times: %s", faults, reason));
              queue.finish(
                  trial.id(), TrialState.FAIL, Optional.empty(), new Queue.Marks(Map.of(), why));
            }
            return faults;
          });
    } finally {
      onEnd.run();
    }
  }

  private static Map<String, Object> reason(String text) {
    return Map.of(Trial.FAIL_REASON, text);
  }

  @FunctionalInterface
  private interface Change<T> {
    T apply(Queue queue) throws StoreException;
  }

  private <T> T change(Change<T> change) throws StoreException {
    return database.write(
        handle -> {
          Queue queue = new Queue(handle, database);
          TrialState state = queue.hold(trial, token);
          if (state != TrialState.RUNNING) {
            throw new IllegalStateException(
                String.format(
                    Locale.ROOT,
                    "trial %d is %s, expected it to be running",
                    trial.number(),
                    state));
          }
          return change.apply(queue);
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
                String.format(
                    Locale.ROOT, "trial %d is %s already, and stays so", trial.number(), found));
          }
          return null;
        });
    onEnd.run();
  }
}
