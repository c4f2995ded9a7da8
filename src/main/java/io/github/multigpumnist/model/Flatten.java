package io.github.multigpumnist.model;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/**
 * Rows of numbers from images: batch × anything to batch × product of it.
 *
 * @param name unique in the model
 */
public record Flatten(String name) implements Layer {

  /** Checks the name. */
  public Flatten {
    Checks.name(name);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(input.size());
  }

  @Override
  public long flops(Shape input) {
    return 0;
  }

  @Override
  public String summary() {
    return "flatten";
  }

  @Override
  public Operand<? extends TNumber> apply(
      LayerContext context, Operand<? extends TNumber> x, Shape input) {
    Ops tf = context.tf();
    return tf.reshape(x, tf.array(-1, (int) input.size()));
  }
}
