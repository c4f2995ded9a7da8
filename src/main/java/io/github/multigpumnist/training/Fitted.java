package io.github.multigpumnist.training;

import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.runtime.ModelSession;
import java.util.Comparator;
import java.util.List;

/** A model trained in memory, and how its training went; owns the session. */
public final class Fitted implements AutoCloseable {
  private final List<Epoch> epochs;
  private final TrainingLoop.Ending ending;
  private final Network network;
  private final ModelSession session;

  Fitted(List<Epoch> epochs, TrainingLoop.Ending ending, Network network, ModelSession session) {
    this.epochs = epochs;
    this.ending = ending;
    this.network = network;
    this.session = session;
  }

  /**
   * The epochs that were completed.
   *
   * @return in order; empty when the run was interrupted before the end of the first
   */
  public List<Epoch> epochs() {
    return epochs;
  }

  /**
   * The epoch of the lowest validation loss, the first of equal ones; its weights are the model's
   * if {@link TrainingConfig.EarlyStopping#restoreBest} was set.
   *
   * @return its number, from 1; without validation images the last one's; 0 when there is none
   */
  public int bestEpoch() {
    return epochs.stream()
        .filter(epoch -> !Double.isNaN(epoch.validationLoss()))
        .min(Comparator.comparingDouble(Epoch::validationLoss))
        .map(Epoch::number)
        .orElse(epochs.size());
  }

  /**
   * Whether the validation loss had not become better for as long as the patience was.
   *
   * @return false as well when the listener ended the run at the same moment
   */
  public boolean stoppedEarly() {
    return ending == TrainingLoop.Ending.EARLY;
  }

  /**
   * Whether the listener ended the run.
   *
   * @return true when it answered false
   */
  public boolean stoppedByListener() {
    return ending == TrainingLoop.Ending.BY_LISTENER;
  }

  /**
   * Whether {@link TrainingEnvironment#stopRequested} ended the run before its time; then the
   * weights are the last step's.
   *
   * @return true when it did
   */
  public boolean interrupted() {
    return ending == TrainingLoop.Ending.INTERRUPTED;
  }

  /**
   * The trained model, open.
   *
   * @return stays this object's
   */
  public ModelSession session() {
    return session;
  }

  /**
   * The network that was trained.
   *
   * @return the model, fitted to the data
   */
  public Network network() {
    return network;
  }

  /**
   * Evaluates the trained model.
   *
   * @param images at least one, of the shape it was trained on
   * @return accuracy, loss and confusion
   */
  public Evaluation evaluate(Examples images) {
    return Evaluator.evaluate(session, images);
  }

  @Override
  public void close() {
    session.close();
  }
}
