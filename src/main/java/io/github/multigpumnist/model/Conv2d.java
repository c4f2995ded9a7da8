package io.github.multigpumnist.model;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/**
 * Two-dimensional convolution with bias and activation: y = f(x ∗ weights + biases).
 *
 * <p>x: batch × height × width × depth. {@code weights}: kernel height × kernel width × depth ×
 * filters. {@code biases}: filters. y: batch × height' × width' × filters, with height' as {@link
 * Padding} says.
 *
 * @param name unique in the model
 * @param filters output channels
 * @param kernel height and width of the window
 * @param stride step of the window in both directions, default 1
 * @param padding default same
 * @param activation default linear
 * @param weights default Glorot uniform
 * @param biases default zeros
 * @param weightDecay λ of the loss term λ · ½Σ weights², default 0
 */
public record Conv2d(
    String name,
    int filters,
    List<Integer> kernel,
    Integer stride,
    Padding padding,
    Activation activation,
    Initializer weights,
    Initializer biases,
    Double weightDecay)
    implements Layer {

  /** Fills in defaults and checks ranges. */
  public Conv2d {
    Checks.name(name);
    Checks.atLeastOne(name, "filters", filters);
    if (kernel == null || kernel.size() != 2 || kernel.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "layer '" + name + "': kernel is " + kernel + ", expected [height, width]");
    }
    kernel.forEach(k -> Checks.atLeastOne(name, "kernel", k));
    kernel = List.copyOf(kernel);
    stride = Objects.requireNonNullElse(stride, 1);
    Checks.atLeastOne(name, "stride", stride);
    weightDecay = Objects.requireNonNullElse(weightDecay, 0.0);
    Checks.notNegative(name, "weight_decay", weightDecay);
    padding = Objects.requireNonNullElse(padding, Padding.SAME);
    activation = Objects.requireNonNullElse(activation, Activation.LINEAR);
    weights = Objects.requireNonNullElseGet(weights, Initializer.GlorotUniform::new);
    biases = Objects.requireNonNullElseGet(biases, () -> new Initializer.Constant(0));
  }

  /**
   * The same convolution before its activation.
   *
   * @return a layer of the same name and variables
   */
  public Conv2d withoutActivation() {
    return new Conv2d(
        name, filters, kernel, stride, padding, Activation.LINEAR, weights, biases, weightDecay);
  }

  @Override
  public Shape outputShape(Shape input) {
    Checks.rank(name, input, 3, "height x width x depth");
    return Checks.window(name, input, kernel.get(0), kernel.get(1), stride, padding, filters);
  }

  @Override
  public List<VariableSpec> variables(Shape input) {
    Shape shape = Shape.of(kernel.get(0), kernel.get(1), input.get(2), filters);
    return List.of(
        new VariableSpec("weights", shape, weights, weightDecay, true),
        new VariableSpec("biases", Shape.of(filters), biases, 0, true));
  }

  /**
   * Height' · width' · filters · (2 · kernel height · kernel width · depth), and one more for the
   * bias, one for the activation. At the edges of {@link Padding#SAME} the zeros count too.
   */
  @Override
  public long flops(Shape input) {
    long window = (long) kernel.get(0) * kernel.get(1) * input.get(2);
    return outputShape(input).size() * (2 * window + 1 + activation.flops());
  }

  @Override
  public String summary() {
    return String.format(
        Locale.ROOT,
        "conv2d %dx%d, stride %d, %s%s",
        kernel.get(0),
        kernel.get(1),
        stride,
        Checks.word(padding),
        activation.suffix());
  }

  @Override
  public Operand<? extends TNumber> apply(
      LayerContext context, Operand<? extends TNumber> x, Shape input) {
    return convolve(context, x, context.computeType());
  }

  private <T extends TNumber> Operand<T> convolve(
      LayerContext context, Operand<? extends TNumber> x, Class<T> type) {
    Ops tf = context.tf();
    Operand<T> product =
        tf.nn.conv2d(
            context.cast(x, type),
            context.variable("weights", type),
            List.of(1L, (long) stride, (long) stride, 1L),
            padding.name());
    return activation.apply(tf, tf.nn.biasAdd(product, context.variable("biases", type)));
  }
}
