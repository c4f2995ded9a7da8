package io.github.multigpumnist.optimizer;

import java.util.List;
import org.tensorflow.op.Op;
import org.tensorflow.op.train.ApplyMomentum;

/**
 * Momentum as TensorFlow 1's {@code MomentumOptimizer} computes it, with the slot {@code Momentum}
 * of the variable's shape: a ← momentum · a + g; w ← w − rate · a, or, with Nesterov's look-ahead,
 * w ← w − rate · (g + momentum · a).
 *
 * <p>Source: TensorFlow's {@code ApplyMomentum}; Sutskever et al. 2013, "On the importance of
 * initialization and momentum in deep learning".
 *
 * @param momentum share of the last step that is kept, 0 or more and below 1; usually 0.9
 * @param nesterov whether the step looks ahead
 */
public record Momentum(double momentum, boolean nesterov) implements OptimizerSpec {
  /** What a schedule may set with every step. */
  public static final String SCHEDULED = "momentum";

  /** Checks the range. */
  public Momentum {
    Checks.fraction("momentum", momentum);
  }

  @Override
  public List<State> slots() {
    return List.of(new State("Momentum", 0));
  }

  @Override
  public List<State> scheduled() {
    return List.of(new State(SCHEDULED, (float) momentum));
  }

  @Override
  public Op update(UpdateContext c) {
    return c.tf()
        .train
        .applyMomentum(
            c.variable(),
            c.slots().get(0),
            c.rate(),
            c.gradient(),
            c.stepScalars().get(0),
            ApplyMomentum.useNesterov(nesterov));
  }
}
