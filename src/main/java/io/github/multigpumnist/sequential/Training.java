package io.github.multigpumnist.sequential;

import io.github.multigpumnist.dataset.Splits;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.runtime.TrainingState;
import io.github.multigpumnist.training.EpochListener;
import io.github.multigpumnist.training.Fitted;
import io.github.multigpumnist.training.InputKind;
import io.github.multigpumnist.training.ShuffleBuffer;
import io.github.multigpumnist.training.Trainer;
import io.github.multigpumnist.training.TrainingConfig;
import io.github.multigpumnist.training.TrainingEnvironment;
import java.time.Clock;

/**
 * One fit.
 *
 * @param model the layers up to the logits, and the recipe
 * @param accuracy whether the training images' accuracy is measured
 * @param config how to train
 */
record Training(ModelSpec model, boolean accuracy, FitConfig config) {
  /** Far apart for neighbouring steps. */
  private static final long SEED_OF_A_STEP = 0x9E3779B97F4A7C15L;

  /** Begins with first values. */
  Fitted run(Splits data) {
    return trainer(config.seed()).fit(data, EpochListener.NONE);
  }

  /** Goes on from an earlier fit. */
  Fitted run(Splits data, TrainingState start) {
    return trainer(config.seed() + start.globalStep() * SEED_OF_A_STEP)
        .fit(data, start, EpochListener.NONE);
  }

  private Trainer trainer(long seed) {
    TrainingConfig.Reports usual = TrainingConfig.Reports.USUAL;
    TrainingConfig training =
        new TrainingConfig(
            model,
            model.recipe("default"),
            config.precision(),
            InputKind.RESIDENT,
            ShuffleBuffer.USUAL,
            seed,
            TrainingConfig.Checkpoints.USUAL,
            new TrainingConfig.Reports(usual.logEverySteps(), 0, false, accuracy),
            config.earlyStopping());
    TrainingEnvironment environment =
        new TrainingEnvironment(
            Clock.systemDefaultZone(), () -> false, line -> {}, config.progress());
    return new Trainer(training, config.devices(), environment);
  }
}
