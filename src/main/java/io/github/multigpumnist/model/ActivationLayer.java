package io.github.multigpumnist.model;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * An activation as a layer of its own. Shapes stay. Softmax is computed in float32.
 *
 * @param name unique in the model
 * @param function which one
 */
public record ActivationLayer(String name, Activation function) implements Layer {

  /** Checks that the function is given. */
  public ActivationLayer {
    Checks.name(name);
    if (function == null) {
      throw new IllegalArgumentException("layer '" + name + "': function is missing");
    }
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  /** One a number of the input. */
  @Override
  public long flops(Shape input) {
    return input.size() * function.flops();
  }

  @Override
  public String summary() {
    return Checks.word(function);
  }

  @Override
  public Operand<? extends TNumber> apply(
      LayerContext context, Operand<? extends TNumber> x, Shape input) {
    return function == Activation.SOFTMAX
        ? function.apply(context.tf(), context.cast(x, TFloat32.class))
        : function.apply(context.tf(), x);
  }
}
