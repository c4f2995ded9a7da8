package io.github.multigpumnist.tower;

import io.github.multigpumnist.model.VariableSpec;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Averages what towers computed, weighted by their examples.
 *
 * <p>A tower's gradient is that of its summed cross entropy divided by the examples of all towers
 * together, (nᵢ / n) · gᵢ for the mean gradient gᵢ of its nᵢ examples. So the average Σ (nᵢ / n) ·
 * gᵢ is a plain sum, an empty tower adds 0, and equal shares give the mean of the originals. The
 * weight decay's gradient λ · w is the same for every tower, and is added once.
 */
final class GradientAverager {
  private GradientAverager() {}

  /**
   * The averaged gradient of one variable.
   *
   * @param tf a scope on the variable's device
   * @param name of the average
   * @param variable of any shape
   * @param towers each tower's gradient, of the variable's shape
   */
  static Operand<TFloat32> average(
      Ops tf,
      String name,
      VariableSpec spec,
      Operand<TFloat32> variable,
      List<Operand<TFloat32>> towers) {
    List<Operand<TFloat32>> terms = new ArrayList<>(towers);
    if (spec.weightDecay() > 0) {
      Ops decay = tf.withSubScope("weight_decay");
      terms.add(decay.math.mul(variable, decay.constant((float) spec.weightDecay())));
    }
    return terms.size() == 1
        ? tf.withName(name).identity(terms.get(0)) // so that it is on the variable's device
        : tf.withName(name).math.addN(terms);
  }
}
