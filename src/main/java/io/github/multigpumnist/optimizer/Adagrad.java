package io.github.multigpumnist.optimizer;

import java.util.List;
import org.tensorflow.op.Op;

/**
 * Adagrad as Keras 2.0 computes it, with ε outside the root: a ← a + g²; w ← w − rate · g/(√a + ε).
 * The slot {@code Adagrad} (a) has the variable's shape and starts at 0.
 *
 * <p>Source: Duchi et al. 2011, "Adaptive subgradient methods for online learning and stochastic
 * optimization"; TensorFlow's {@code ApplyAdagradV2}.
 *
 * @param epsilon keeps the quotient finite, above 0
 */
public record Adagrad(double epsilon) implements OptimizerSpec {

  /** Checks the range. */
  public Adagrad {
    Checks.positive("epsilon", epsilon);
  }

  @Override
  public List<State> slots() {
    return List.of(new State("Adagrad", 0));
  }

  @Override
  public Op update(UpdateContext c) {
    return c.tf()
        .train
        .applyAdagradV2(c.variable(), c.slots().get(0), c.rate(), c.scalar(epsilon), c.gradient());
  }
}
