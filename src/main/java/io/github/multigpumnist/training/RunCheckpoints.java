package io.github.multigpumnist.training;

import io.github.multigpumnist.runtime.Checkpoint;
import io.github.multigpumnist.runtime.CheckpointDirectory;
import io.github.multigpumnist.runtime.ModelSession;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** A run's checkpoints in time: the due ones, the best one, and none with weights gone astray. */
final class RunCheckpoints {
  private final TrainingConfig.Checkpoints policy;
  private final ModelSession session;
  private final CheckpointDirectory directory;
  private final CheckpointDirectory best;
  private Checkpoint saved;
  private Checkpoint savedBefore;

  RunCheckpoints(TrainingConfig.Checkpoints policy, ModelSession session, RunDirectory runDirectory)
      throws IOException {
    this.policy = policy;
    this.session = session;
    this.directory = new CheckpointDirectory(runDirectory.path());
    this.best = new CheckpointDirectory(runDirectory.file(RunDirectory.BEST));
    this.saved = directory.latest().orElse(null);
  }

  boolean due(long step) {
    return step % policy.everySteps() == 0 && !savedAt(step);
  }

  boolean savedAt(long step) {
    return saved != null && saved.step().equals(OptionalLong.of(step));
  }

  /** The newest one; null before the first. */
  Checkpoint newest() {
    return saved;
  }

  void save(long step, RunState state) throws IOException {
    requireFiniteWeights(step);
    savedBefore = policy.keep() > 1 ? saved : null;
    saved = directory.save(session, step, state.toJson(), policy.keep());
  }

  void saveBest(long step, RunState state) throws IOException {
    best.save(session, step, state.toJson(), 1);
  }

  /** Gives the variables the values they had at the best validation loss. */
  Optional<Checkpoint> restoreBest() throws IOException {
    Optional<Checkpoint> found = best.latest();
    if (found.isPresent()) {
      found.get().restoreModel(session);
    }
    return found;
  }

  /** A step's loss is that of the weights before it: those it has made are looked at here. */
  void requireFiniteWeights(long step) {
    session
        .modelValues()
        .forEach(
            (name, values) -> {
              for (float value : values) {
                if (!Float.isFinite(value)) {
                  throw diverged("a weight of " + name + " is " + value, step, saved);
                }
              }
            });
  }

  /**
   * The loss of a step is no number: a checkpoint made just before holds the weights that gave it.
   */
  IllegalStateException diverged(float loss, long step) {
    return diverged("loss is " + loss, step, savedAt(step - 1) ? savedBefore : saved);
  }

  private static IllegalStateException diverged(String sign, long step, Checkpoint good) {
    return new IllegalStateException(
        String.format(
            "%s at step %d: the model diverged; last good checkpoint: %s;"
                + " try a lower --learning-rate",
            sign, step, good == null ? "none" : good));
  }
}
