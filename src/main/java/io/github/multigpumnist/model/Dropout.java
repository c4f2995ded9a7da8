package io.github.multigpumnist.model;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
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
  private static final int BYTE_VALUES = 256;

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
    return context.training() && rate > 0 ? drop(context, x, input) : x;
  }

  private <T extends TNumber> Operand<T> drop(LayerContext context, Operand<T> x, Shape input) {
    Ops tf = context.tf();
    Operand<TInt64> seed = context.randomSeed();
    Operand<TInt32> shape = tf.shape(x);
    Operand<TBool> all = kept(context, randomBytes(tf, seed, shape, input.size()), seed);
    Operand<TBool> kept = tf.reshape(first(tf, all, input.size()), shape);
    Operand<T> scale = context.cast(tf.constant((float) (1 / (1 - rate))), x.type());
    // The random operation has no gradient, and needs none.
    return tf.math.mul(x, tf.stopGradient(tf.math.mul(tf.dtypes.cast(kept, x.type()), scale)));
  }

  /**
   * A byte for each unit, and up to three more: drawing them is what dropout costs, and a byte
   * takes a quarter of the time of a float.
   */
  private static Operand<TUint8> randomBytes(
      Ops tf, Operand<TInt64> seed, Operand<TInt32> shape, long units) {
    long words = words(units);
    Operand<TInt32> batch = tf.slice(shape, tf.array(0), tf.array(1));
    Operand<TInt32> drawn =
        tf.random.statelessRandomUniformFullInt(
            tf.concat(List.of(batch, tf.array((int) words)), tf.constant(0)), seed, TInt32.class);
    return tf.reshape(tf.bitcast(drawn, TUint8.class), tf.array(-1, (int) words * Integer.BYTES));
  }

  private static long words(long units) {
    return (units + Integer.BYTES - 1) / Integer.BYTES;
  }

  /** Without the additional ones; cut here because GPUs slice booleans but no bytes. */
  private static Operand<TBool> first(Ops tf, Operand<TBool> all, long units) {
    return words(units) * Integer.BYTES == units
        ? all
        : tf.slice(all, tf.array(0, 0), tf.array(-1, (int) units));
  }

  /**
   * Keeps a unit whose byte reaches a limit, which is drawn once a step from the two whole numbers
   * around 256 · rate: so a unit is dropped with the very probability that was asked for.
   */
  private Operand<TBool> kept(LayerContext context, Operand<TUint8> bytes, Operand<TInt64> seed) {
    Ops tf = context.tf();
    Ops host = context.host();
    Operand<TFloat32> fraction =
        tf.random.statelessRandomUniform(
            tf.array(new int[0]), host.math.add(seed, host.constant(1L)));
    boolean mayBe256 = rate > 0.5; // which is no byte
    float least = (float) (BYTE_VALUES * rate) - (mayBe256 ? 1 : 0);
    Operand<TUint8> limit =
        tf.dtypes.cast(tf.math.floor(tf.math.add(fraction, tf.constant(least))), TUint8.class);
    return mayBe256 ? tf.math.greater(bytes, limit) : tf.math.greaterEqual(bytes, limit);
  }
}
