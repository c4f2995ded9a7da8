package io.github.multigpumnist.model;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * What happens to every pixel before the first layer, in training, evaluation, prediction and
 * export alike: pixel · scale + offset, in float32.
 *
 * @param scale usually 1/255
 * @param offset added after scaling; −0.5 centres the pixels
 */
public record Preprocessing(double scale, double offset) {

  /** Checks that both are numbers. */
  public Preprocessing {
    if (!Double.isFinite(scale) || scale == 0 || !Double.isFinite(offset)) {
      throw new IllegalArgumentException(
          "input scale " + scale + ", offset " + offset + ": expected numbers, scale not 0");
    }
  }

  /**
   * Adds it to a graph.
   *
   * @param tf where it goes
   * @param pixels uint8, any shape
   * @return the same shape
   */
  public Operand<TFloat32> apply(Ops tf, Operand<TUint8> pixels) {
    Operand<TFloat32> scaled =
        tf.math.mul(tf.dtypes.cast(pixels, TFloat32.class), tf.constant((float) scale));
    return offset == 0 ? scaled : tf.math.add(scaled, tf.constant((float) offset));
  }
}
