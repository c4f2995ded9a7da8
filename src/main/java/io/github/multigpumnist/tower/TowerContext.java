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
  private final VariableReader variables;
  private final Precision precision;
  private final HostSide host;
  private final Ops hostScope;
  private final Tape tape;

  /**
   * What is known on a training tower's machine without asking its device.
   *
   * @param tf a scope on the machine's CPU
   * @param seed of the run and the tower
   * @param step that runs
   * @param examples in the tower's batch, a scalar, 1 or more
   */
  record HostSide(Ops tf, long seed, Operand<TInt64> step, Operand<TFloat32> examples) {}

  /**
   * @param host null when the graph does not train
   * @param tape notes what the backward pass needs
   */
  TowerContext(
      Ops tf,
      String layer,
      VariableReader variables,
      Precision precision,
      HostSide host,
      Tape tape) {
    this.tf = tf;
    this.layer = layer;
    this.variables = variables;
    this.precision = precision;
    this.host = host;
    this.hostScope = host == null ? null : host.tf().withSubScope(layer);
    this.tape = tape;
  }

  @Override
  public Ops tf() {
    return tf;
  }

  @Override
  public Ops host() {
    return hostScope;
  }

  @Override
  public Operand<TFloat32> examples() {
    return host.examples();
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
    return host != null;
  }

  @Override
  public Class<? extends TFloating> computeType() {
    return precision.type();
  }

  @Override
  public Operand<TInt64> randomSeed() {
    Operand<TInt64> seed = hostScope.constant(Variables.seedOf(host.seed(), layer));
    return hostScope.stack(List.of(seed, host.step()));
  }

  @Override
  public void batchStatistic(
      String name, Operand<TFloat32> value, Operand<TFloat32> scale, double momentum) {
    tape.statistic(layer + "/" + name, new Tape.BatchStatistic(value, scale, momentum));
  }
}
