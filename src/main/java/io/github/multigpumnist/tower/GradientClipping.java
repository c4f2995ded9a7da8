package io.github.multigpumnist.tower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Scales all gradients together so that their Euclidean norm is at most a limit c: g ← g · c /
 * max(c, √Σg²), the sum over every element of every gradient.
 */
final class GradientClipping {
  private GradientClipping() {}

  /**
   * @param tf a scope on the device of what there is one of
   * @param averaged by the variables' names
   * @param limit above 0
   */
  static Map<String, Operand<TFloat32>> byGlobalNorm(
      Ops tf, Variables variables, Map<String, Operand<TFloat32>> averaged, double limit) {
    List<Operand<TFloat32>> halves = new ArrayList<>();
    averaged.forEach((name, g) -> halves.add(variables.on(tf, name).nn.l2Loss(g)));
    Operand<TFloat32> norm = tf.math.sqrt(tf.math.mul(tf.math.addN(halves), tf.constant(2f)));
    Operand<TFloat32> most = tf.constant((float) limit);
    Operand<TFloat32> scale = tf.math.div(most, tf.math.maximum(most, norm));
    Map<String, Operand<TFloat32>> clipped = new LinkedHashMap<>();
    averaged.forEach((name, g) -> clipped.put(name, variables.on(tf, name).math.mul(g, scale)));
    return clipped;
  }
}
