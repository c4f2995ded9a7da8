package io.github.multigpumnist.model;

import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/** What a layer works with while it is added to one tower's graph. */
public interface LayerContext {

  /**
   * Where the layer's operations go: the layer's name scope, on the tower's device.
   *
   * @return one scope for all operations of the layer
   */
  Ops tf();

  /**
   * Where numbers that steer the layer's operations are computed: the layer's name scope, on the
   * CPU of the tower's machine. A GPU's operations take seeds, shapes and axes from the host's
   * memory; computed on the GPU, each would be a copy back and a wait. Only in training.
   *
   * @return one scope for all of them
   */
  Ops host();

  /**
   * How many examples the tower's batch has, known on the host. Only in training.
   *
   * @return a scalar, 1 or more
   */
  Operand<TFloat32> examples();

  /**
   * Reads one of the layer's variables; each is read in one type only.
   *
   * @param <T> float32 or the type of the products
   * @param name as in {@link VariableSpec#name()}
   * @param type the wanted type; a cast is done once for all towers, where the variable lives
   * @return its value on the tower's device
   */
  <T extends TNumber> Operand<T> variable(String name, Class<T> type);

  /**
   * Whether the graph trains: dropout drops, batch normalisation uses the batch's statistics.
   *
   * @return false in evaluation, prediction and export
   */
  boolean training();

  /**
   * The type in which products are computed.
   *
   * @return {@code TFloat32} or {@code TBfloat16}
   */
  Class<? extends TFloating> computeType();

  /**
   * A seed for stateless random operations, different for every layer, tower and step, the same
   * whenever the run is repeated or resumed.
   *
   * @return shape [2], on the host
   */
  Operand<TInt64> randomSeed();

  /**
   * Hands over a statistic of this tower's batch, which becomes part of a moving average kept once
   * for all towers.
   *
   * @param name of the untrained variable that keeps the average
   * @param value what the tower computed, of the variable's shape
   * @param scale makes it the batch's statistic, a scalar on the host: the product is taken where
   *     the average is kept, so that the scale need not go to the tower
   * @param momentum share of the moving average that is kept in every step
   */
  void batchStatistic(
      String name, Operand<TFloat32> value, Operand<TFloat32> scale, double momentum);

  /**
   * Declares that {@code y} is a function of {@code x} alone, of the same shape, whose gradient is
   * computed as given: back-propagation does not look inside.
   *
   * @param x what goes in; used by the layer for {@code y} only
   * @param y what comes out
   * @param gradient gives the gradient of the loss by x from its gradient by y
   * @return {@code y}
   */
  Operand<TFloat32> withGradient(
      Operand<TFloat32> x, Operand<TFloat32> y, UnaryOperator<Operand<TFloat32>> gradient);

  /**
   * Casts when needed.
   *
   * @param <T> the wanted type
   * @param x any numbers
   * @param type the wanted type
   * @return {@code x} itself when it has the type already
   */
  default <T extends TNumber> Operand<T> cast(Operand<? extends TNumber> x, Class<T> type) {
    if (x.type().equals(type)) {
      @SuppressWarnings("unchecked") // just compared
      Operand<T> same = (Operand<T>) x;
      return same;
    }
    return tf().dtypes.cast(x, type);
  }
}
