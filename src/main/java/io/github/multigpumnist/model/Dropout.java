package io.github.multigpumnist.model;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * Inverted dropout: in training each unit is set to 0 with probability {@code rate}, the kept ones
 * are divided by 1 − rate; elsewhere the input passes unchanged. Shapes stay.
 *
 * <p>Source: Srivastava et al. 2014, "Dropout: a simple way to prevent neural networks from
 * overfitting".
 *
 * @param name unique in the model
 * @param rate share of units dropped, 0 or more and below 1
 */
public record Dropout(String name, double rate) implements Layer {

  /** Checks the range. */
  public Dropout {
    Checks.name(name);
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "layer '" + name + "': rate is " + rate + ", expected 0 or more, below 1");
    }
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  /** Nothing outside of training. */
  @Override
  public long flops(Shape input) {
    return 0;
  }

  @Override
  public String summary() {
    return "dropout " + rate;
  }

  @Override
  public Operand<? extends TNumber> apply(
      LayerContext context, Operand<? extends TNumber> x, Shape input) {
    return context.training() && rate > 0 ? drop(context, x) : x;
  }

  private <T extends TNumber> Operand<T> drop(LayerContext context, Operand<T> x) {
    Ops tf = context.tf();
    Operand<TFloat32> uniform = tf.random.statelessRandomUniform(tf.shape(x), context.randomSeed());
    Operand<TFloat32> scaled =
        tf.math.mul(
            tf.dtypes.cast(
                tf.math.greaterEqual(uniform, tf.constant((float) rate)), TFloat32.class),
            tf.constant((float) (1 / (1 - rate))));
    // The random operation has no gradient, and needs none.
    return tf.math.mul(x, tf.stopGradient(context.cast(scaled, x.type())));
  }
}
