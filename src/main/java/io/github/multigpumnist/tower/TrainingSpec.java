package io.github.multigpumnist.tower;

import io.github.multigpumnist.input.BatchPlan;
import io.github.multigpumnist.input.InputMode;
import io.github.multigpumnist.model.Regularization;
import io.github.multigpumnist.model.WeightAverage;
import io.github.multigpumnist.optimizer.OptimizerSpec;
import java.util.Optional;

/**
 * What a graph needs besides to train.
 *
 * @param optimizer the update rule
 * @param regularization of the labels, the gradients and the update
 * @param average of the weights, for evaluation
 * @param input how examples reach the towers
 * @param plan which tower takes which examples
 * @param summaries whether the graph has the summaries that TensorBoard shows
 * @param accuracy whether the graph counts the correct examples of each step
 */
public record TrainingSpec(
    OptimizerSpec optimizer,
    Regularization regularization,
    Optional<WeightAverage> average,
    InputMode input,
    BatchPlan plan,
    boolean summaries,
    boolean accuracy) {

  /**
   * Training without regularization and average.
   *
   * @param optimizer the update rule
   * @param input how examples reach the towers
   * @param plan which tower takes which examples
   * @param summaries whether the graph has the summaries that TensorBoard shows
   * @param accuracy whether the graph counts the correct examples of each step
   */
  public TrainingSpec(
      OptimizerSpec optimizer,
      InputMode input,
      BatchPlan plan,
      boolean summaries,
      boolean accuracy) {
    this(optimizer, Regularization.NONE, Optional.empty(), input, plan, summaries, accuracy);
  }
}
