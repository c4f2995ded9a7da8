package io.github.multigpumnist.optimizer;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Adamax, Adam with the largest instead of the mean gradient: m ← β₁m + (1 − β₁)g; u ← max(β₂u,
 * |g|); w ← w − rate/(1 − β₁ᵗ) · m/(u + ε). Slots {@code AdaMax} (m) and {@code AdaMax_1} (u) of
 * the variable's shape; the scalar {@code beta1_power} (β₁ᵗ of the coming step).
 *
 * <p>Source: Kingma and Ba 2015, "Adam: a method for stochastic optimization", section 7.1;
 * TensorFlow's {@code ApplyAdaMax}.
 *
 * @param beta1 decay of the mean, usually 0.9
 * @param beta2 decay of the largest gradient, usually 0.999
 * @param epsilon keeps the quotient finite, above 0
 */
public record Adamax(double beta1, double beta2, double epsilon) implements OptimizerSpec {

  /** Checks the ranges. */
  public Adamax {
    Checks.fraction("beta1", beta1);
    Checks.fraction("beta2", beta2);
    Checks.positive("epsilon", epsilon);
  }

  @Override
  public List<State> slots() {
    return List.of(new State("AdaMax", 0), new State("AdaMax_1", 0));
  }

  @Override
  public List<State> accumulators() {
    return List.of(new State("beta1_power", (float) beta1));
  }

  @Override
  public Op update(UpdateContext c) {
    return c.tf()
        .train
        .applyAdaMax(
            c.variable(),
            c.slots().get(0),
            c.slots().get(1),
            c.accumulators().get(0),
            c.rate(),
            c.scalar(beta1),
            c.scalar(beta2),
            c.scalar(epsilon),
            c.gradient());
  }

  @Override
  public List<Op> updateAccumulators(Ops tf, List<Operand<TFloat32>> accumulators) {
    Operand<TFloat32> power = accumulators.get(0);
    return List.of(tf.assign(power, tf.math.mul(power, tf.constant((float) beta1))));
  }
}
