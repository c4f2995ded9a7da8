package io.github.multigpumnist.optimizer;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Adam: m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; w ← w − rate · √(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v +
 * ε). Slots {@code Adam} (m) and {@code Adam_1} (v) of the variable's shape; scalars {@code
 * beta1_power}, {@code beta2_power} (βᵗ of the coming step).
 *
 * <p>Source: Kingma and Ba 2015, "Adam: a method for stochastic optimization", the form of its
 * section 2 with ε outside the bias correction, as TensorFlow and Keras have it.
 *
 * @param beta1 decay of the mean, usually 0.9
 * @param beta2 decay of the uncentred variance, usually 0.999
 * @param epsilon keeps the quotient finite, above 0
 */
public record Adam(double beta1, double beta2, double epsilon) implements OptimizerSpec {

  /** Checks the ranges. */
  public Adam {
    Checks.fraction("beta1", beta1);
    Checks.fraction("beta2", beta2);
    Checks.positive("epsilon", epsilon);
  }

  @Override
  public List<State> slots() {
    return List.of(new State("Adam", 0), new State("Adam_1", 0));
  }

  @Override
  public List<State> accumulators() {
    return List.of(
        new State("beta1_power", (float) beta1), new State("beta2_power", (float) beta2));
  }

  @Override
  public Op update(UpdateContext c) {
    return c.tf()
        .train
        .applyAdam(
            c.variable(),
            c.slots().get(0),
            c.slots().get(1),
            c.accumulators().get(0),
            c.accumulators().get(1),
            c.rate(),
            c.scalar(beta1),
            c.scalar(beta2),
            c.scalar(epsilon),
            c.gradient());
  }

  @Override
  public List<Op> updateAccumulators(Ops tf, List<Operand<TFloat32>> accumulators) {
    Operand<TFloat32> power1 = accumulators.get(0);
    Operand<TFloat32> power2 = accumulators.get(1);
    return List.of(
        tf.assign(power1, tf.math.mul(power1, tf.constant((float) beta1))),
        tf.assign(power2, tf.math.mul(power2, tf.constant((float) beta2))));
  }
}
