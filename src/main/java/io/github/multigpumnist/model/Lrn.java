package io.github.multigpumnist.model;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * Local response normalisation across channels: y_i = x_i / (bias + α Σ_{|j − i| ≤ radius} x_j²)^β,
 * for x and y of batch × height × width × depth, always in float32 (bfloat16 would round 1 + α ·
 * Σx² to 1).
 *
 * <p>The sum over neighbours is a product with a depth × depth band matrix: TensorFlow's own
 * operation is slower on CPUs, and its gradient ignores these attributes when it is derived outside
 * Python.
 *
 * <p>Source: Krizhevsky et al. 2012, "ImageNet classification with deep convolutional neural
 * networks", section 3.3.
 *
 * @param name unique in the model
 * @param depthRadius channels on either side that count, 0 or more
 * @param bias above 0
 * @param alpha weight of the squares, 0 or more
 * @param beta exponent, 0 or more
 */
public record Lrn(String name, int depthRadius, double bias, double alpha, double beta)
    implements Layer {

  /** Checks ranges. */
  public Lrn {
    Checks.name(name);
    Checks.notNegative(name, "depth_radius", depthRadius);
    Checks.notNegative(name, "alpha", alpha);
    Checks.notNegative(name, "beta", beta);
    Checks.positive(name, "bias", bias);
  }

  @Override
  public Shape outputShape(Shape input) {
    Checks.rank(name, input, 3, "height x width x depth");
    return input;
  }

  /**
   * For each number of the input 2 · (2 · radius + 1) of the sum of squares, and 4: times α, plus
   * bias, the power, the quotient. Channels beyond the edge count too.
   */
  @Override
  public long flops(Shape input) {
    return input.size() * (2 * (2L * depthRadius + 1) + 4);
  }

  @Override
  public String summary() {
    return "lrn radius " + depthRadius;
  }

  @Override
  public Operand<? extends TNumber> apply(
      LayerContext context, Operand<? extends TNumber> x, Shape input) {
    Ops tf = context.tf();
    int depth = (int) input.get(2);
    Operand<TFloat32> rows = tf.reshape(context.cast(x, TFloat32.class), tf.array(-1, depth));
    Operand<TFloat32> sums =
        tf.nn.biasAdd(
            tf.linalg.matMul(tf.math.square(rows), tf.constant(band(depth, alpha))),
            tf.fill(tf.array(depth), tf.constant((float) bias)));
    Operand<TFloat32> power = inversePower(tf, sums);
    Operand<TFloat32> y = tf.math.mul(rows, power);
    Operand<TFloat32> known =
        context.withGradient(
            rows,
            y,
            dy ->
                gradient(
                    tf.withSubScope("gradient"), new Forward(rows, sums, power, y), depth, dy));
    return tf.reshape(known, tf.array(-1, (int) input.get(0), (int) input.get(1), depth));
  }

  /** What the backward pass takes from the forward pass: positions × depth each. */
  private record Forward(
      Operand<TFloat32> x, Operand<TFloat32> sums, Operand<TFloat32> power, Operand<TFloat32> y) {}

  /**
   * dx_i = dy_i · sums_i^−β − 2αβ · x_i · Σ_{|j − i| ≤ radius} dy_j · y_j / sums_j: half as many
   * passes over memory as the derived operations take.
   */
  private Operand<TFloat32> gradient(Ops tf, Forward forward, int depth, Operand<TFloat32> dy) {
    Operand<TFloat32> shared =
        tf.linalg.matMul(
            tf.math.div(tf.math.mul(dy, forward.y()), forward.sums()),
            tf.constant(band(depth, 2 * alpha * beta)));
    return tf.math.sub(tf.math.mul(dy, forward.power()), tf.math.mul(forward.x(), shared));
  }

  /** {@code value} where channel j counts for channel i, 0 elsewhere. */
  private float[][] band(int depth, double value) {
    float[][] band = new float[depth][depth];
    for (int i = 0; i < depth; i++) {
      for (int j = Math.max(0, i - depthRadius); j <= Math.min(depth - 1, i + depthRadius); j++) {
        band[i][j] = (float) value;
      }
    }
    return band;
  }

  /** sums^−β; for the usual β = ¾ by two square roots, which are much faster than a power. */
  private Operand<TFloat32> inversePower(Ops tf, Operand<TFloat32> sums) {
    if (beta == 0.75) {
      Operand<TFloat32> root = tf.math.rsqrt(sums);
      return tf.math.mul(root, tf.math.sqrt(root));
    }
    return tf.math.pow(sums, tf.constant((float) -beta));
  }
}
