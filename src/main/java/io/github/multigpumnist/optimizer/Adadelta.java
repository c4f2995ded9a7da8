package io.github.multigpumnist.optimizer;

import java.util.List;
import org.tensorflow.op.Op;

/**
 * Adadelta: a ← ρa + (1 − ρ)g²; u = g · √(d + ε)/√(a + ε); d ← ρd + (1 − ρ)u²; w ← w − rate · u.
 * Slots {@code Adadelta} (a) and {@code Adadelta_1} (d) of the variable's shape.
 *
 * <p>Source: Zeiler 2012, "ADADELTA: an adaptive learning rate method"; TensorFlow's {@code
 * ApplyAdadelta}.
 *
 * @param rho decay of both mean squares, usually 0.95
 * @param epsilon gives the first steps their size, above 0
 */
public record Adadelta(double rho, double epsilon) implements OptimizerSpec {

  /** Checks the ranges. */
  public Adadelta {
    Checks.fraction("rho", rho);
    Checks.positive("epsilon", epsilon);
  }

  @Override
  public List<State> slots() {
    return List.of(new State("Adadelta", 0), new State("Adadelta_1", 0));
  }

  @Override
  public Op update(UpdateContext c) {
    return c.tf()
        .train
        .applyAdadelta(
            c.variable(),
            c.slots().get(0),
            c.slots().get(1),
            c.rate(),
            c.scalar(rho),
            c.scalar(epsilon),
            c.gradient());
  }
}
