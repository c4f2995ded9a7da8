package io.github.multigpumnist.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * Batch normalisation over all dimensions but the last: y = γ (x − μ) / √(σ² + ε) + β, always in
 * float32.
 *
 * <p>In training μ and σ² (biased) are those of the tower's own batch. The moving averages {@code
 * moving_mean} and {@code moving_variance} are kept once for all towers, on the variables' device,
 * and move once a step towards the mean of the towers' statistics, weighted by their examples. So
 * the variance is the mean of the towers' variances, not the variance of the step's examples
 * together, which would add the spread between the towers' means: evaluation then divides by what
 * the network was divided by in training, on average, whatever the number of towers. In evaluation,
 * prediction and export the moving averages are used and stay as they are.
 *
 * <p>Source: Ioffe and Szegedy 2015, "Batch normalization: accelerating deep network training by
 * reducing internal covariate shift". TensorFlow's MirroredStrategy averages in the same way.
 *
 * @param name unique in the model
 * @param momentum share of the moving average that is kept every step, default 0.99
 * @param epsilon added to the variance, above 0, default 0.001
 * @param scale whether γ is trained; otherwise it is 1. Default true
 */
public record BatchNorm(String name, Double momentum, Double epsilon, Boolean scale)
    implements Layer {

  /** Fills in defaults and checks ranges. */
  public BatchNorm {
    Checks.name(name);
    momentum = Objects.requireNonNullElse(momentum, 0.99);
    epsilon = Objects.requireNonNullElse(epsilon, 0.001);
    scale = Objects.requireNonNullElse(scale, true);
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

  private static long channels(Shape input) {
    return input.get(input.numDimensions() - 1);
  }

  @Override
  public List<VariableSpec> variables(Shape input) {
    Shape shape = Shape.of(channels(input));
    Initializer zeros = new Initializer.Constant(0);
    Initializer ones = new Initializer.Constant(1);
    List<VariableSpec> variables = new ArrayList<>();
    if (scale) {
      variables.add(new VariableSpec("gamma", shape, ones, 0, true));
    }
    variables.add(new VariableSpec("beta", shape, zeros, 0, true));
    variables.add(new VariableSpec("moving_mean", shape, zeros, 0, false));
    variables.add(new VariableSpec("moving_variance", shape, ones, 0, false));
    return variables;
  }

  /** A product and a sum for each number of the input: outside of training all else is constant. */
  @Override
  public long flops(Shape input) {
    return 2 * input.size();
  }

  @Override
  public String summary() {
    return "batch_norm" + (scale ? "" : " without scale");
  }

  @Override
  public Operand<? extends TNumber> apply(
      LayerContext context, Operand<? extends TNumber> x, Shape input) {
    Ops tf = context.tf();
    int channels = (int) channels(input);
    Operand<TFloat32> values = context.cast(x, TFloat32.class);
    boolean row = input.numDimensions() == 1; // the fused operation takes images only
    FusedBatchNorm<TFloat32, TFloat32> norm =
        normalise(context, row ? tf.reshape(values, tf.array(-1, 1, 1, channels)) : values);
    if (context.training()) {
      context.batchStatistic(
          "moving_mean", norm.batchMean(), context.host().constant(1f), momentum);
      context.batchStatistic(
          "moving_variance", norm.batchVariance(), bias(context, input), momentum);
    }
    return row ? tf.reshape(norm.y(), tf.array(-1, channels)) : norm.y();
  }

  private FusedBatchNorm<TFloat32, TFloat32> normalise(LayerContext context, Operand<TFloat32> x) {
    Ops tf = context.tf();
    Operand<TFloat32> beta = context.variable("beta", TFloat32.class);
    Operand<TFloat32> gamma =
        scale
            ? context.variable("gamma", TFloat32.class)
            : tf.fill(tf.array((int) x.shape().get(-1)), tf.constant(1f));
    boolean training = context.training();
    Operand<TFloat32> none = tf.constant(new float[0]);
    return tf.nn.fusedBatchNorm(
        x,
        gamma,
        beta,
        training ? none : context.variable("moving_mean", TFloat32.class),
        training ? none : context.variable("moving_variance", TFloat32.class),
        FusedBatchNorm.isTraining(training),
        FusedBatchNorm.epsilon(epsilon.floatValue()));
  }

  /**
   * (n − 1) / n for n numbers a channel: the operation normalises by the biased variance, but
   * returns it times n / (n − 1).
   */
  private static Operand<TFloat32> bias(LayerContext context, Shape input) {
    Ops host = context.host();
    float positions = (float) (input.size() / channels(input));
    Operand<TFloat32> n = host.math.mul(context.examples(), host.constant(positions));
    return host.math.div(host.math.sub(n, host.constant(1f)), n);
  }
}
