package io.github.multigpumnist.optimizer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * An update rule and its settings. The learning rate is no part of it: it comes from a {@link
 * LearningRateSchedule} with every step. Rules use TensorFlow's own apply operations with slots
 * named as TensorFlow 1's {@code Saver} expects them ({@code conv1/weights/Momentum}), so that
 * checkpoints are exchanged with Python.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = GradientDescent.class, name = "sgd"),
  @JsonSubTypes.Type(value = Momentum.class, name = "momentum"),
  @JsonSubTypes.Type(value = RmsProp.class, name = "rmsprop"),
  @JsonSubTypes.Type(value = Adagrad.class, name = "adagrad"),
  @JsonSubTypes.Type(value = Adadelta.class, name = "adadelta"),
  @JsonSubTypes.Type(value = Adam.class, name = "adam"),
  @JsonSubTypes.Type(value = Adamax.class, name = "adamax"),
  @JsonSubTypes.Type(value = Nadam.class, name = "nadam")
})
public sealed interface OptimizerSpec
    permits GradientDescent, Momentum, RmsProp, Adagrad, Adadelta, Adam, Adamax, Nadam {

  /**
   * One tensor that the rule keeps.
   *
   * @param name appended to the variable's name for a slot; the whole name for an accumulator
   * @param initial the value of every element before the first step
   */
  record State(String name, float initial) {}

  /**
   * Tensors of a variable's shape kept beside each variable.
   *
   * @return in the order of {@link UpdateContext#slots()}
   */
  List<State> slots();

  /**
   * Scalars kept once for all variables.
   *
   * @return in the order of {@link UpdateContext#accumulators()}
   */
  default List<State> accumulators() {
    return List.of();
  }

  /**
   * Scalars that a schedule may set with every step.
   *
   * @return with the values that they have otherwise; the first of {@link
   *     UpdateContext#stepScalars()}
   */
  default List<State> scheduled() {
    return List.of();
  }

  /**
   * Builds scalars that a step's updates of all variables share. They may be computed while the
   * gradients still are: the accumulators change only after the updates that need these scalars.
   *
   * @param tf scope on the accumulators' device
   * @param accumulators references, in the order of {@link #accumulators()}
   * @param rate the learning rate of the step, a scalar
   * @return in the order of {@link UpdateContext#stepScalars()}, after the scheduled ones
   */
  default List<Operand<TFloat32>> stepScalars(
      Ops tf, List<Operand<TFloat32>> accumulators, Operand<TFloat32> rate) {
    return List.of();
  }

  /**
   * Builds the update of one variable.
   *
   * @param context the variable, its slots and gradient
   * @return run to update the variable and its slots
   */
  Op update(UpdateContext context);

  /**
   * Builds the update of the accumulators, run after all variables are updated.
   *
   * @param tf scope of the update, gated on the variables' updates
   * @param accumulators references, in the order of {@link #accumulators()}
   * @return run to update them
   */
  default List<Op> updateAccumulators(Ops tf, List<Operand<TFloat32>> accumulators) {
    return List.of();
  }
}
