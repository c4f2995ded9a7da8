package io.github.multigpumnist.optimizer;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What an update rule works with for one variable. Variable, slots and gradient are on the device
 * of the scope, scalars may be elsewhere.
 *
 * @param tf scope of the update, already gated: its operations run after every gradient of the step
 * @param variable the variable, a reference
 * @param slots the variable's slots, in the order of {@link OptimizerSpec#slots()}, references
 * @param accumulators scalars shared by all variables, in the order of {@link
 *     OptimizerSpec#accumulators()}, as they were before the step
 * @param gradient the averaged gradient, of the variable's shape
 * @param rate the learning rate of this step, a scalar
 * @param stepScalars {@link OptimizerSpec#scheduled}, then what {@link OptimizerSpec#stepScalars}
 *     gave for this step
 */
public record UpdateContext(
    Ops tf,
    Operand<TFloat32> variable,
    List<Operand<TFloat32>> slots,
    List<Operand<TFloat32>> accumulators,
    Operand<TFloat32> gradient,
    Operand<TFloat32> rate,
    List<Operand<TFloat32>> stepScalars) {

  /**
   * A scalar constant.
   *
   * @param value its value
   * @return the constant, in the scope of the update
   */
  Operand<TFloat32> scalar(double value) {
    return tf.constant((float) value);
  }
}
