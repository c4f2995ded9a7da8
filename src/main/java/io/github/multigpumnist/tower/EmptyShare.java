package io.github.multigpumnist.tower;

import io.github.multigpumnist.input.TowerInput;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * Gives a tower without examples a black image of class 0 to work on, whose weight in the average
 * is 0: some of TensorFlow's gradient kernels fail on an empty batch.
 */
final class EmptyShare {
  private EmptyShare() {}

  /**
   * @param tf a scope on the host's CPU
   * @param image height × width × depth
   */
  static TowerInput fill(Ops tf, TowerInput input, Shape image) {
    Operand<TInt32> missing =
        tf.math.maximum(tf.math.sub(tf.constant(1), tf.size(input.labels())), tf.constant(0));
    Operand<TInt32> height = tf.constant((int) image.get(0));
    Operand<TInt32> width = tf.constant((int) image.get(1));
    Operand<TInt32> depth = tf.constant((int) image.get(2));
    Operand<TUint8> black =
        tf.fill(
            tf.stack(List.of(missing, height, width, depth)),
            tf.dtypes.cast(tf.constant(0), TUint8.class));
    Operand<TInt32> zero = tf.fill(tf.expandDims(missing, tf.constant(0)), tf.constant(0));
    return new TowerInput(
        tf.concat(List.of(input.images(), black), tf.constant(0)),
        tf.concat(List.of(input.labels(), zero), tf.constant(0)),
        input.asked());
  }
}
