package io.github.multigpumnist.training;

import io.github.multigpumnist.runtime.Checkpoint;
import io.github.multigpumnist.runtime.CheckpointDirectory;
import io.github.multigpumnist.runtime.ModelSession;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** A run's checkpoints in time: the due ones, the best one, and none with weights gone astray. */
final class RunCheckpoints implements Keeper {
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

  @Override
  public boolean keep(long step, Supplier<RunState> state) throws IOException {
    if (step % policy.everySteps() != 0 || savedAt(step)) {
      return false;
    }
    save(step, state.get());
    return true;
  }

  /** A finished run's checkpoint says so, and may have the best epoch's weights. */
  @Override
  public void end(long step, RunState state) throws IOException {
    if (state.finished() || !savedAt(step)) {
      save(step, state);
    }
  }

  private boolean savedAt(long step) {
    return saved != null && saved.step().equals(OptionalLong.of(step));
  }

  /** The newest one; null before the first. */
  Checkpoint newest() {
    return saved;
  }

  private void save(long step, RunState state) throws IOException {
    requireFiniteWeights(step);
    savedBefore = policy.keep() > 1 ? saved : null;
    saved = directory.save(session, step, state.toJson(), policy.keep());
  }

  @Override
  public void keepBest(long step, RunState state) throws IOException {
    best.save(session, step, state.toJson(), 1);
  }

  @Override
  public Optional<String> restoreBest() throws IOException {
    Optional<Checkpoint> found = best.latest();
    if (found.isPresent()) {
      found.get().restoreModel(session);
    }
    return found.map(Checkpoint::toString);
  }

  /** A step's loss is that of the weights before it: those it has made are looked at here. */
  @Override
  public void requireFiniteWeights(long step) {
    DivergedException.sign(session.modelValues())
        .ifPresent(
            sign -> {
              throw diverged(sign, step, saved);
            });
  }

  /**
   * The loss of a step is no number: a checkpoint made just before holds the weights that gave it.
   */
  @Override
  public DivergedException diverged(float loss, long step) {
    return diverged("loss is " + loss, step, savedAt(step - 1) ? savedBefore : saved);
  }

  private static DivergedException diverged(String sign, long step, Checkpoint good) {
    return DivergedException.at(
        sign,
        step,
        String.format(
            Locale.ROOT,
            "last good checkpoint: %s; try a lower --learning-rate",
            good == null ? "none" : good));
  }
}
