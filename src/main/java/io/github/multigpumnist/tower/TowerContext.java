package io.github.multigpumnist.tower;

import io.github.multigpumnist.model.LayerContext;
import io.github.multigpumnist.model.Precision;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/** One layer's view of the tower that is being built. */
final class TowerContext implements LayerContext {

  /** A tower's statistic of its batch, and how much of the moving average stays. */
  record BatchStatistic(Operand<TFloat32> value, double momentum) {}

  private final Ops tf;
  private final String layer;
  private final Map<String, Operand<TFloat32>> reads;
  private final Precision precision;
  private final Randomness randomness;
  private final Map<String, BatchStatistic> statistics;

  /** What random layers draw from: a seed of the run and the tower, and the step. */
  record Randomness(long seed, Operand<TInt64> step) {}

  /**
   * @param reads the variables as this tower reads them, by full name
   * @param randomness null when the graph does not train
   * @param statistics filled by layers, by the moving average's full name
   */
  TowerContext(
      Ops tf,
      String layer,
      Map<String, Operand<TFloat32>> reads,
      Precision precision,
      Randomness randomness,
      Map<String, BatchStatistic> statistics) {
    this.tf = tf;
    this.layer = layer;
    this.reads = reads;
    this.precision = precision;
    this.randomness = randomness;
    this.statistics = statistics;
  }

  @Override
  public Ops tf() {
    return tf;
  }

  @Override
  public Operand<TFloat32> variable(String name) {
    return reads.get(layer + "/" + name);
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
    statistics.put(layer + "/" + name, new BatchStatistic(value, momentum));
  }
}
