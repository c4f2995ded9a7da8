package io.github.multigpumnist.model;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * Batch normalisation over all dimensions but the last: y = γ (x − μ) / √(σ² + ε) + β, always in
 * float32.
 *
 * <p>In training μ and σ² (biased) are those of the tower's own batch. The moving averages {@code
 * moving_mean} and {@code moving_variance} are kept once for all towers, on the variables' device,
 * and move once a step towards the mean of the towers' statistics, weighted by their examples; the
 * mean of the variances leaves out the spread between the towers' means, which vanishes as batches
 * grow. In evaluation, prediction and export the moving averages are used and stay as they are.
 *
 * <p>Source: Ioffe and Szegedy 2015, "Batch normalization: accelerating deep network training by
 * reducing internal covariate shift".
 *
 * @param name unique in the model
 * @param momentum share of the moving average that is kept every step, default 0.99
 * @param epsilon added to the variance, above 0, default 0.001
 */
public record BatchNorm(String name, Double momentum, Double epsilon) implements Layer {

  /** Fills in defaults and checks ranges. */
  public BatchNorm {
    Checks.name(name);
    momentum = Objects.requireNonNullElse(momentum, 0.99);
    epsilon = Objects.requireNonNullElse(epsilon, 0.001);
    Checks.positive(name, "epsilon", epsilon);
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "layer '" + name + "': momentum is " + momentum + ", expected 0 or more, below 1");
    }
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public List<VariableSpec> variables(Shape input) {
    Shape shape = Shape.of(input.get(input.numDimensions() - 1));
    Initializer zeros = new Initializer.Constant(0);
    Initializer ones = new Initializer.Constant(1);
    return List.of(
        new VariableSpec("gamma", shape, ones, 0, true),
        new VariableSpec("beta", shape, zeros, 0, true),
        new VariableSpec("moving_mean", shape, zeros, 0, false),
        new VariableSpec("moving_variance", shape, ones, 0, false));
  }

  @Override
  public Operand<? extends TNumber> apply(
      LayerContext context, Operand<? extends TNumber> x, Shape input) {
    Operand<TFloat32> values = context.cast(x, TFloat32.class);
    if (!context.training()) {
      return normalise(
          context,
          values,
          context.variable("moving_mean", TFloat32.class),
          context.variable("moving_variance", TFloat32.class));
    }
    Ops tf = context.tf();
    Operand<TFloat32> mean = batchMean(tf, values, input);
    Operand<TFloat32> variance = batchMean(tf, tf.math.squaredDifference(values, mean), input);
    context.batchStatistic("moving_mean", mean, momentum);
    context.batchStatistic("moving_variance", variance, momentum);
    return normalise(context, values, mean, variance);
  }

  /** Mean over all dimensions but the last. */
  private static Operand<TFloat32> batchMean(Ops tf, Operand<TFloat32> x, Shape input) {
    int[] axes = IntStream.range(0, input.numDimensions()).toArray();
    return tf.math.mean(x, tf.array(axes), Mean.keepDims(false));
  }

  private Operand<TFloat32> normalise(
      LayerContext context,
      Operand<TFloat32> x,
      Operand<TFloat32> mean,
      Operand<TFloat32> variance) {
    Ops tf = context.tf();
    Operand<TFloat32> scale =
        tf.math.mul(
            context.variable("gamma", TFloat32.class),
            tf.math.rsqrt(tf.math.add(variance, tf.constant(epsilon.floatValue()))));
    Operand<TFloat32> shift =
        tf.math.sub(context.variable("beta", TFloat32.class), tf.math.mul(mean, scale));
    return tf.math.add(tf.math.mul(x, scale), shift);
  }
}
