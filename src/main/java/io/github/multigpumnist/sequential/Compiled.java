package io.github.multigpumnist.sequential;

import io.github.multigpumnist.model.Recipe;
import io.github.multigpumnist.optimizer.LearningRateSchedule;
import io.github.multigpumnist.optimizer.OptimizerSpec;
import java.util.Set;

/**
 * What a model was compiled with.
 *
 * @param optimizer the update rule
 * @param learningRate the rate over one fit
 * @param loss what is made small
 * @param metrics what is measured beside
 */
record Compiled(
    OptimizerSpec optimizer, LearningRateSchedule learningRate, Loss loss, Set<Metric> metrics) {

  Compiled {
    metrics = Set.copyOf(metrics);
  }

  Recipe recipe(int batchSize, int epochs) {
    return new Recipe(batchSize, epochs, 0L, optimizer, learningRate);
  }
}
