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
   * @param tf a scope on the device of what there is one of
   * @param weights each tower's share of the step's examples, nᵢ / n
   */
  static MovingAverages of(Ops tf, List<Tower> towers, List<Operand<TFloat32>> weights) {
    Map<String, Operand<TFloat32>> means = new LinkedHashMap<>();
    Map<String, Double> momentums = new LinkedHashMap<>();
    towers
        .get(0)
        .tape()
        .statistics()
        .forEach(
            (name, first) -> {
              momentums.put(name, first.momentum());
              means.put(name, mean(tf, towers, name, weights));
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

  /** What must be computed before any variable changes. */
  List<Op> targets() {
    return List.copyOf(means.values());
  }

  List<Op> update(Ops scope, Variables variables) {
    List<Op> updates = new ArrayList<>();
    means.forEach(
        (name, mean) -> {
          Operand<TFloat32> average = variables.model(name);
          Ops tf = variables.on(scope, name);
          float rate = (float) (1 - momentums.get(name));
          updates.add(
              tf.assignSub(average, tf.math.mul(tf.math.sub(average, mean), tf.constant(rate))));
        });
    return updates;
  }
}
