package io.github.multigpumnist.model;

import java.util.Locale;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/**
 * Maximum over windows: batch × height × width × depth to batch × height' × width' × depth.
 *
 * @param name unique in the model
 * @param size height and width of the window
 * @param stride step of the window in both directions, default {@code size}
 * @param padding default same
 */
public record MaxPool(String name, int size, Integer stride, Padding padding) implements Layer {

  /** Fills in defaults and checks ranges. */
  public MaxPool {
    Checks.name(name);
    Checks.atLeastOne(name, "size", size);
    stride = Objects.requireNonNullElse(stride, size);
    Checks.atLeastOne(name, "stride", stride);
    padding = Objects.requireNonNullElse(padding, Padding.SAME);
  }

  @Override
  public Shape outputShape(Shape input) {
    Checks.rank(name, input, 3, "height x width x depth");
    return Checks.window(name, input, size, size, stride, padding, input.get(2));
  }

  /** Size² − 1 comparisons a number of the output. */
  @Override
  public long flops(Shape input) {
    return outputShape(input).size() * ((long) size * size - 1);
  }

  @Override
  public String summary() {
    return String.format(
        Locale.ROOT, "max_pool %dx%d, stride %d, %s", size, size, stride, Checks.word(padding));
  }

  @Override
  public Operand<? extends TNumber> apply(
      LayerContext context, Operand<? extends TNumber> x, Shape input) {
    return pool(context.tf(), x);
  }

  /**
   * The operation with its sizes as attributes, by hand: oneDNN takes its place, forward and
   * backward, which it does not for the generated method's operation with sizes as inputs.
   */
  private <T extends TNumber> Operand<T> pool(Ops tf, Operand<T> x) {
    return tf.scope()
        .opBuilder("MaxPool", "MaxPool")
        .addInput(x.asOutput())
        .setAttr("ksize", new long[] {1, size, size, 1})
        .setAttr("strides", new long[] {1, stride, stride, 1})
        .setAttr("padding", padding.name())
        .build()
        .output(0);
  }
}
