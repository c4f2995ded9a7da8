package io.github.multigpumnist.sequential;

import io.github.multigpumnist.training.Epoch;
import io.github.multigpumnist.training.Fitted;
import java.util.List;

/**
 * How a training went, epoch by epoch.
 *
 * @param epochs in order
 * @param bestEpoch number of the epoch of the lowest validation loss, from 1; without validation
 *     images the last one's
 * @param stoppedEarly whether early stopping ended it
 */
public record History(List<Epoch> epochs, int bestEpoch, boolean stoppedEarly) {

  static History of(Fitted fitted) {
    return new History(fitted.epochs(), fitted.bestEpoch(), fitted.stoppedEarly());
  }

  /**
   * Mean cross entropy over each epoch's training batches, each before its update, in nats.
   *
   * @return a number an epoch
   */
  public List<Double> loss() {
    return epochs.stream().map(Epoch::trainLoss).toList();
  }

  /**
   * Share of right answers in the same batches, 0 to 1.
   *
   * @return a number an epoch; empty when the model was compiled without {@link Metric#ACCURACY}
   */
  public List<Double> accuracy() {
    return epochs.stream().flatMap(e -> e.trainAccuracy().stream().boxed()).toList();
  }

  /**
   * Mean cross entropy of the validation images after each epoch, in nats.
   *
   * @return a number an epoch; empty without validation images
   */
  public List<Double> valLoss() {
    return epochs.stream().map(Epoch::validationLoss).filter(v -> !v.isNaN()).toList();
  }

  /**
   * Share of right answers on the validation images after each epoch, 0 to 1.
   *
   * @return a number an epoch; empty without validation images
   */
  public List<Double> valAccuracy() {
    return epochs.stream().map(Epoch::validationAccuracy).filter(v -> !v.isNaN()).toList();
  }
}
