package io.github.multigpumnist.model;

import java.util.List;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/**
 * Fully connected layer: y = f(x · weights + biases).
 *
 * <p>x: batch × inputs. {@code weights}: inputs × units. {@code biases}: units. y: batch × units.
 *
 * @param name unique in the model
 * @param units outputs
 * @param activation default linear
 * @param weights default Glorot uniform
 * @param biases default zeros
 * @param weightDecay λ of the loss term λ · ½Σ weights², default 0
 */
public record Dense(
    String name,
    Units units,
    Activation activation,
    Initializer weights,
    Initializer biases,
    Double weightDecay)
    implements Layer {

  /** Fills in defaults and checks ranges. */
  public Dense {
    Checks.name(name);
    if (units == null) {
      throw new IllegalArgumentException("layer '" + name + "': units is missing");
    }
    weightDecay = Objects.requireNonNullElse(weightDecay, 0.0);
    Checks.notNegative(name, "weight_decay", weightDecay);
    activation = Objects.requireNonNullElse(activation, Activation.LINEAR);
    weights = Objects.requireNonNullElseGet(weights, Initializer.GlorotUniform::new);
    biases = Objects.requireNonNullElseGet(biases, () -> new Initializer.Constant(0));
  }

  Dense forClasses(int classes) {
    return new Dense(name, units.resolve(classes), activation, weights, biases, weightDecay);
  }

  @Override
  public Shape outputShape(Shape input) {
    Checks.rank(name, input, 1, "a row of numbers (put a flatten layer before)");
    return Shape.of(units.count());
  }

  @Override
  public List<VariableSpec> variables(Shape input) {
    Shape shape = Shape.of(input.get(0), units.count());
    return List.of(
        new VariableSpec("weights", shape, weights, weightDecay, true),
        new VariableSpec("biases", Shape.of(units.count()), biases, 0, true));
  }

  /** Units · (2 · inputs), and one more for the bias, one for the activation. */
  @Override
  public long flops(Shape input) {
    return units.count() * (2 * input.get(0) + 1 + activation.flops());
  }

  @Override
  public String summary() {
    return "dense" + activation.suffix();
  }

  @Override
  public Operand<? extends TNumber> apply(
      LayerContext context, Operand<? extends TNumber> x, Shape input) {
    return multiply(context, x, context.computeType());
  }

  private <T extends TNumber> Operand<T> multiply(
      LayerContext context, Operand<? extends TNumber> x, Class<T> type) {
    Ops tf = context.tf();
    Operand<T> product = tf.linalg.matMul(context.cast(x, type), context.variable("weights", type));
    return activation.apply(tf, tf.nn.biasAdd(product, context.variable("biases", type)));
  }
}
