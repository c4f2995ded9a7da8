package io.github.multigpumnist.tower;

import io.github.multigpumnist.optimizer.Momentum;

/** Names of the operations that are run, fed and fetched. */
public final class NodeNames {
  /** Run to give every variable its first value. */
  public static final String INITIALIZE = "initialize";

  /** Run for one step: gradients of all towers, their average, the update, the step counter. */
  public static final String TRAIN_STEP = "train_step";

  /** Fed: examples of all towers together in this step, a float32 scalar. */
  public static final String EXAMPLES = "examples";

  /** Fed: the learning rate of this step, a float32 scalar. */
  public static final String LEARNING_RATE = "learning_rate";

  /**
   * Fed where a schedule changes the momentum: that of this step, a float32 scalar; only in graphs
   * that train by {@link Momentum}.
   */
  public static final String MOMENTUM = Momentum.SCHEDULED;

  /** Fetched with a step: mean cross entropy of the step's examples before the update, a scalar. */
  public static final String CROSS_ENTROPY = "loss/cross_entropy";

  /** Fetched with a step: how many of its examples were classified rightly, a float32 scalar. */
  public static final String CORRECT = "loss/correct";

  /**
   * Fetched with a step: how long the towers' examples took from when the step began to get them
   * until they were there, on average over the towers, in seconds; a float64 scalar.
   */
  public static final String INPUT_WAIT = "input_wait";

  /** Fetched apart from steps: Σ λ · ½Σw² of the weights as they are, a scalar. */
  public static final String WEIGHT_DECAY = "loss/weight_decay";

  /** Fetched: steps done, an int64 scalar. */
  public static final String GLOBAL_STEP = Variables.GLOBAL_STEP;

  /** Fetched with a step: a serialized Summary of activations, losses and gradients. */
  public static final String STEP_SUMMARY = "summary/step";

  /** Fetched apart from steps: a serialized Summary of the variables. */
  public static final String VARIABLES_SUMMARY = "summary/variables";

  /** Fed when saving or restoring: the checkpoint's prefix, a string scalar. */
  public static final String CHECKPOINT_PREFIX = "checkpoint/prefix";

  /** Fed when saving: what else the checkpoint is to hold, a string scalar. */
  public static final String RUN_STATE = "checkpoint/run_state";

  /** Run to save everything. */
  public static final String SAVE = "checkpoint/save";

  /** Run to restore the model's variables, and their moving averages if the graph has any. */
  public static final String RESTORE_MODEL = "checkpoint/restore_model";

  /** Fed where the checkpoint has them by other names: those, a string for each one restored. */
  public static final String RESTORE_MODEL_KEYS = RESTORE_MODEL + "_keys";

  /** Fed in place of a checkpoint: output i is the value of the i-th of these variables. */
  public static final String RESTORED_MODEL = RESTORE_MODEL + "_values";

  /** Run to restore slots, accumulators and the step counter; only in training graphs. */
  public static final String RESTORE_TRAINING = "checkpoint/restore_training";

  /**
   * Fed in place of a checkpoint: output i is the value of the i-th slot or accumulator, the last
   * one that of the step counter.
   */
  public static final String RESTORED_TRAINING = RESTORE_TRAINING + "_values";

  /** Fetched: what {@link #RUN_STATE} was when the checkpoint was saved. */
  public static final String RESTORED_RUN_STATE = "checkpoint/restored_run_state";

  /** In serving graphs, fed: uint8, batch × height × width × depth. */
  public static final String SERVING_IMAGES = "images";

  /** In serving graphs, fetched: the most probable class of each image, int64, batch. */
  public static final String SERVING_CLASSES = "classes";

  /** In serving graphs, fetched: float32, batch × classes. */
  public static final String SERVING_PROBABILITIES = "probabilities";

  private NodeNames() {}

  /**
   * The moving average of a variable that is trained.
   *
   * @param variable its full name, such as {@code conv1/weights}
   * @return the name that TensorFlow's {@code ExponentialMovingAverage} gives it, in graphs and in
   *     checkpoints
   */
  public static String average(String variable) {
    return variable + "/ExponentialMovingAverage";
  }

  /**
   * The scope of an evaluation replica.
   *
   * @param tower its number
   * @return with {@code /images} (fed, uint8, batch × height × width × depth), {@code /labels}
   *     (fed, int32, batch), {@code /predictions} (int32, batch), {@code /logits} and {@code
   *     /probabilities} (float32, batch × classes), {@code /cross_entropy} (float32 scalar, summed
   *     over the batch) below it
   */
  public static String evaluation(int tower) {
    return "evaluation/tower_" + tower;
  }
}
