package io.github.multigpumnist.search;

import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.training.InputKind;
import io.github.multigpumnist.training.ShuffleBuffer;
import io.github.multigpumnist.training.TrainingConfig;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * How a network is trained to be scored.
 *
 * @param batchSize examples of a step, unless the space has a gene for it; 1 or more
 * @param maxEpochs passes over the training data at most, 1 or more
 * @param patience epochs without a better validation loss after which training stops, 1 or more
 * @param keepLast whether the last epoch's weights are scored, as the originals do, instead of the
 *     best epoch's
 * @param precision of the products
 * @param pruner what gives bad trials up
 */
public record TrialSettings(
    int batchSize,
    int maxEpochs,
    int patience,
    boolean keepLast,
    Precision precision,
    Pruner pruner) {
  /** In practice no limit: early stopping ends training long before. */
  public static final int USUAL_MAX_EPOCHS = 10_000;

  /** Checks ranges. */
  public TrialSettings {
    Checks.atLeast("batch-size", batchSize, 1);
    Checks.atLeast("max-epochs", maxEpochs, 1);
    Checks.atLeast("patience", patience, 1);
  }

  /** A genome's network for images of a data set. */
  Network network(Genome genome, Examples images) {
    return MlpNetwork.model(genome, batchSize, maxEpochs)
        .forData(Shape.of(images.height(), images.width(), images.depth()), images.classes());
  }

  TrainingConfig config(Genome genome, long seed) {
    ModelSpec model = MlpNetwork.model(genome, batchSize, maxEpochs);
    return new TrainingConfig(
        model,
        model.recipe("default"),
        precision,
        InputKind.RESIDENT,
        ShuffleBuffer.USUAL,
        seed,
        TrainingConfig.Checkpoints.USUAL,
        TrainingConfig.Reports.USUAL,
        Optional.of(new TrainingConfig.EarlyStopping(patience, !keepLast)));
  }
}
