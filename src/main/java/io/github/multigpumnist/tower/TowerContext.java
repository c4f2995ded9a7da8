package io.github.multigpumnist.tower;

import io.github.multigpumnist.model.LayerContext;
import io.github.multigpumnist.model.Precision;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/** One layer's view of the tower that is being built. */
final class TowerContext implements LayerContext {

  private final Ops tf;
  private final String layer;
  private final Variables variables;
  private final Precision precision;
  private final Randomness randomness;
  private final Tape tape;

  /** What random layers draw from: a seed of the run and the tower, and the step. */
  record Randomness(long seed, Operand<TInt64> step) {}

  /**
   * @param randomness null when the graph does not train
   * @param tape notes what the backward pass needs
   */
  TowerContext(
      Ops tf,
      String layer,
      Variables variables,
      Precision precision,
      Randomness randomness,
      Tape tape) {
    this.tf = tf;
    this.layer = layer;
    this.variables = variables;
    this.precision = precision;
    this.randomness = randomness;
    this.tape = tape;
  }

  @Override
  public Ops tf() {
    return tf;
  }

  @Override
  public <T extends TNumber> Operand<T> variable(String name, Class<T> type) {
    Operand<T> value = tf.identity(variables.read(layer + "/" + name, type));
    tape.read(layer + "/" + name, value);
    return value;
  }

  @Override
  public Operand<TFloat32> withGradient(
      Operand<TFloat32> x, Operand<TFloat32> y, UnaryOperator<Operand<TFloat32>> gradient) {
    tape.cut(x, y, gradient);
    return y;
  }

  @Override
  public boolean training() {
    return randomness != null;
  }

  @Override
  public Class<? extends TFloating> computeType() {
    return precision.type();
  }

  @Override
  public Operand<TInt64> randomSeed() {
    Operand<TInt64> seed = tf.constant(Variables.seedOf(randomness.seed(), layer));
    return tf.stack(List.of(seed, randomness.step()));
  }

  @Override
  public void batchStatistic(String name, Operand<TFloat32> value, double momentum) {
    tape.statistic(layer + "/" + name, new Tape.BatchStatistic(value, momentum));
  }
}
