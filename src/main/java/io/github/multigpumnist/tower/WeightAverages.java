package io.github.multigpumnist.tower;

import io.github.multigpumnist.model.WeightAverage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Moves the averages of the weights, as {@link WeightAverage} says. */
final class WeightAverages {
  private WeightAverages() {}

  /**
   * @param tf a scope on the device of what there is one of
   * @param updates those of the variables, by their names; the step counter changes after them
   * @return by the variables' names: done when the variable and its average are updated
   */
  static Map<String, Op> update(
      Ops tf, Variables variables, WeightAverage average, Map<String, Op> updates) {
    Operand<TFloat32> rate = rate(tf, variables, average);
    Map<String, Op> moved = new LinkedHashMap<>(updates);
    variables
        .averages()
        .forEach(
            (name, a) -> {
              Ops there =
                  variables.on(tf, name).withControlDependencies(List.of(updates.get(name)));
              Operand<TFloat32> distance = there.math.sub(a, variables.model(name));
              moved.put(name, there.assignSub(a, there.math.mul(distance, rate)));
            });
    return moved;
  }

  /** 1 − d: with warm-up 1 − min(decay, (1 + t) / (10 + t)) = max(1 − decay, 9 / (10 + t)). */
  private static Operand<TFloat32> rate(Ops tf, Variables variables, WeightAverage average) {
    Operand<TFloat32> least = tf.constant((float) (1 - average.decay()));
    if (!average.warmUp()) {
      return least;
    }
    Operand<TFloat32> before = tf.dtypes.cast(variables.globalStep(), TFloat32.class); // t − 1
    return tf.math.maximum(
        least, tf.math.div(tf.constant(9f), tf.math.add(before, tf.constant(11f))));
  }
}
