package io.github.multigpumnist.study;

import io.github.multigpumnist.model.Precision;

/**
 * How a network is trained to be scored.
 *
 * @param batchSize examples of a step, unless the space has a gene for it; 1 or more
 * @param maxEpochs passes over the training data at most, 1 or more
 * @param patience epochs without a better validation loss after which training stops, 1 or more
 * @param keepLast whether the last epoch's weights are scored, as the originals do, instead of the
 *     best epoch's
 * @param precision of the products
 * @param pruning what gives bad trials up
 */
public record TrialSettings(
    int batchSize,
    int maxEpochs,
    int patience,
    boolean keepLast,
    Precision precision,
    Pruning pruning) {
  /** In practice no limit: early stopping ends training long before. */
  public static final int USUAL_MAX_EPOCHS = 10_000;

  /** Checks ranges. */
  public TrialSettings {
    Checks.atLeast("batch-size", batchSize, 1);
    Checks.atLeast("max-epochs", maxEpochs, 1);
    Checks.atLeast("patience", patience, 1);
  }
}
