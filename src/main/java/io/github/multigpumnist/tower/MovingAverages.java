package io.github.multigpumnist.tower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Moving averages of the towers' batch statistics: a ← a − (1 − momentum) · (a − Σ (nᵢ / n) · sᵢ),
 * once a step, for the statistic sᵢ of a tower with nᵢ of the step's n examples.
 */
final class MovingAverages {
  private final Map<String, Operand<TFloat32>> means;
  private final Map<String, Double> momentums;

  private MovingAverages(Map<String, Operand<TFloat32>> means, Map<String, Double> momentums) {
    this.means = means;
    this.momentums = momentums;
  }

  /**
   * @param scope of the towers' means, each of which is on its moving average's device
   * @param weights each tower's share of the step's examples, nᵢ / n
   */
  static MovingAverages of(
      Ops scope, Variables variables, List<Tower> towers, List<Operand<TFloat32>> weights) {
    Map<String, Operand<TFloat32>> means = new LinkedHashMap<>();
    Map<String, Double> momentums = new LinkedHashMap<>();
    towers
        .get(0)
        .tape()
        .statistics()
        .forEach(
            (name, first) -> {
              momentums.put(name, first.momentum());
              means.put(name, mean(variables.on(scope, name), towers, name, weights));
            });
    return new MovingAverages(means, momentums);
  }

  private static Operand<TFloat32> mean(
      Ops tf, List<Tower> towers, String name, List<Operand<TFloat32>> weights) {
    List<Operand<TFloat32>> terms = new ArrayList<>();
    for (int i = 0; i < towers.size(); i++) {
      Tape.BatchStatistic own = towers.get(i).tape().statistics().get(name);
      terms.add(tf.math.mul(tf.math.mul(own.value(), own.scale()), weights.get(i)));
    }
    return tf.math.addN(terms);
  }

  /** What must be computed before any variable changes, by the moving average's name. */
  Map<String, Operand<TFloat32>> means() {
    return means;
  }

  /** By the moving average's name. */
  Map<String, Op> update(Ops scope, Variables variables) {
    Map<String, Op> updates = new LinkedHashMap<>();
    means.forEach(
        (name, mean) -> {
          Operand<TFloat32> average = variables.model(name);
          Ops tf = variables.on(scope, name);
          float rate = (float) (1 - momentums.get(name));
          updates.put(
              name,
              tf.assignSub(average, tf.math.mul(tf.math.sub(average, mean), tf.constant(rate))));
        });
    return updates;
  }
}
