package io.github.multigpumnist.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.multigpumnist.optimizer.LearningRateSchedule;
import io.github.multigpumnist.optimizer.Momentum;
import io.github.multigpumnist.optimizer.OptimizerSpec;
import java.util.Objects;
import java.util.Optional;

/**
 * How a model is trained, unless a flag says otherwise.
 *
 * @param batchSize examples of one tower in one step
 * @param epochs passes over the training data; 0 or left out when only {@code maxSteps} ends the
 *     run, {@link #NO_LIMIT} when something else does
 * @param maxSteps steps after which the run ends; 0 or left out for no limit
 * @param optimizer the update rule
 * @param learningRate the rate over training
 * @param labelSmoothing as in {@link Regularization}; left out: 0
 * @param gradientClipNorm as in {@link Regularization}; left out: never
 * @param weightDecay as in {@link Regularization}; left out: 0
 * @param average of the weights; left out: none
 */
public record Recipe(
    int batchSize,
    Integer epochs,
    Long maxSteps,
    OptimizerSpec optimizer,
    LearningRateSchedule learningRate,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double labelSmoothing,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double gradientClipNorm,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double weightDecay,
    @JsonInclude(JsonInclude.Include.NON_NULL) WeightAverage average) {

  /** Epochs of a run that only early stopping or its listener ends. */
  public static final int NO_LIMIT = Integer.MAX_VALUE;

  /** Checks ranges. */
  @JsonCreator
  public Recipe {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch_size is " + batchSize + ", expected 1 or more");
    }
    epochs = Objects.requireNonNullElse(epochs, 0);
    maxSteps = Objects.requireNonNullElse(maxSteps, 0L);
    if (epochs < 0 || maxSteps < 0 || epochs == 0 && maxSteps == 0) {
      throw new IllegalArgumentException(
          "epochs is " + epochs + ", max_steps is " + maxSteps + ", expected one of them above 0");
    }
    Objects.requireNonNull(optimizer, "optimizer is missing");
    Objects.requireNonNull(learningRate, "learning_rate is missing");
    regularization(labelSmoothing, gradientClipNorm, weightDecay);
    if (learningRate.spansRun() && openEnded(epochs, maxSteps)) {
      throw new IllegalArgumentException(
          "learning_rate is '"
              + learningRate.describe()
              + "' over the whole run, expected a run whose length is known: epochs or max_steps");
    }
    if (learningRate.changesMomentum() && !(optimizer instanceof Momentum)) {
      throw new IllegalArgumentException(
          "learning_rate changes the momentum, expected the optimizer momentum");
    }
  }

  /**
   * A recipe without regularization and average.
   *
   * @param batchSize examples of one tower in one step
   * @param epochs passes over the training data; 0 when only {@code maxSteps} ends the run
   * @param maxSteps steps after which the run ends; 0 for no limit
   * @param optimizer the update rule
   * @param learningRate the rate over training
   */
  public Recipe(
      int batchSize,
      Integer epochs,
      Long maxSteps,
      OptimizerSpec optimizer,
      LearningRateSchedule learningRate) {
    this(batchSize, epochs, maxSteps, optimizer, learningRate, null, null, null, null);
  }

  /**
   * What is done against overfitting, beside the layers' own part.
   *
   * @return with the values that are left out filled in
   */
  public Regularization regularization() {
    return regularization(labelSmoothing, gradientClipNorm, weightDecay);
  }

  private static Regularization regularization(
      Double labelSmoothing, Double gradientClipNorm, Double weightDecay) {
    Regularization none = Regularization.NONE;
    return new Regularization(
        Objects.requireNonNullElse(labelSmoothing, none.labelSmoothing()),
        Objects.requireNonNullElse(gradientClipNorm, none.gradientClipNorm()),
        Objects.requireNonNullElse(weightDecay, none.weightDecay()));
  }

  /**
   * The average that evaluation uses in place of the weights.
   *
   * @return empty when it uses the weights
   */
  public Optional<WeightAverage> averaging() {
    return Optional.ofNullable(average);
  }

  /**
   * How long the run is.
   *
   * @param stepsPerEpoch 1 or more
   * @return steps after which it ends, whichever of {@code epochs} and {@code maxSteps} comes first
   */
  public long steps(long stepsPerEpoch) {
    long byEpochs = epochs * stepsPerEpoch;
    if (byEpochs == 0 || maxSteps == 0) {
      return Math.max(byEpochs, maxSteps);
    }
    return Math.min(byEpochs, maxSteps);
  }

  /**
   * Whether only early stopping or a listener ends the run.
   *
   * @return true when it has no last step
   */
  public boolean openEnded() {
    return openEnded(epochs, maxSteps);
  }

  private static boolean openEnded(int epochs, long maxSteps) {
    return epochs == NO_LIMIT && maxSteps == 0;
  }
}
