package io.github.multigpumnist.optimizer;

import java.util.List;
import org.tensorflow.op.Op;

/**
 * RMSProp as Keras 2.0 computes it, with ε outside the root: v ← ρv + (1 − ρ)g²; w ← w − rate ·
 * g/(√v + ε). Slots of the variable's shape: {@code RMSProp} (v) and {@code RMSProp_gradient}, the
 * step's gradient.
 *
 * <p>TensorFlow's {@code ApplyRMSProp} has ε inside the root; its {@code ApplyAdam} with β₁ = 0, β₂
 * = ρ and without bias correction is this very formula, in one pass over memory.
 *
 * <p>Source: Tieleman and Hinton 2012, "Lecture 6.5: RMSProp", in Keras 2.0's form.
 *
 * @param rho decay of the mean square, usually 0.9
 * @param epsilon keeps the quotient finite, above 0
 */
public record RmsProp(double rho, double epsilon) implements OptimizerSpec {

  /** Checks the ranges. */
  public RmsProp {
    Checks.fraction("rho", rho);
    Checks.positive("epsilon", epsilon);
  }

  @Override
  public List<State> slots() {
    return List.of(new State("RMSProp", 0), new State("RMSProp_gradient", 0));
  }

  @Override
  public Op update(UpdateContext c) {
    return c.tf()
        .train
        .applyAdam(
            c.variable(),
            c.slots().get(1),
            c.slots().get(0),
            c.scalar(0), // no bias correction
            c.scalar(0),
            c.rate(),
            c.scalar(0),
            c.scalar(rho),
            c.scalar(epsilon),
            c.gradient());
  }
}
