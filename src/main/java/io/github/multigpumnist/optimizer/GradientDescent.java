package io.github.multigpumnist.optimizer;

import java.util.List;
import org.tensorflow.op.Op;

/** Gradient descent: w ← w − rate · g. No slots. */
public record GradientDescent() implements OptimizerSpec {

  @Override
  public List<State> slots() {
    return List.of();
  }

  @Override
  public Op update(UpdateContext c) {
    return c.tf().train.applyGradientDescent(c.variable(), c.rate(), c.gradient());
  }
}
