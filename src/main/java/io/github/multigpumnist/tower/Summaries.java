package io.github.multigpumnist.tower;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TNumber;

/** What TensorBoard shows of a training step, built in the graph and run only when asked for. */
final class Summaries {
  private final Ops tf;
  private final List<Operand<TString>> step = new ArrayList<>();
  private final List<Operand<TString>> variables = new ArrayList<>();

  /**
   * @param tf a scope on the device of what there is one of
   */
  Summaries(Ops tf) {
    this.tf = tf;
  }

  /** Histogram and share of zeros of every layer's output. */
  void addTower(String name, Tower tower, Operand<TFloat32> loss) {
    tower
        .activations()
        .forEach(
            (layer, output) -> {
              Operand<TFloat32> x = tf.dtypes.cast(output, TFloat32.class);
              histogram(step, name + "/" + layer + "/activations", x);
              scalar(name + "/" + layer + "/sparsity", zeroFraction(x));
            });
    scalar(name + "/cross_entropy", loss);
  }

  private Operand<TFloat32> zeroFraction(Operand<TFloat32> x) {
    Operand<TFloat32> zeros = tf.dtypes.cast(tf.math.equal(x, tf.constant(0f)), TFloat32.class);
    return tf.math.mean(tf.reshape(zeros, tf.array(-1)), tf.constant(0));
  }

  void addGradients(Map<String, Operand<TFloat32>> averaged) {
    averaged.forEach((name, gradient) -> histogram(step, name + "/gradients", gradient));
  }

  void addVariables(Map<String, Operand<TFloat32>> model) {
    model.forEach((name, variable) -> histogram(variables, name, variable));
  }

  void scalar(String tag, Operand<? extends TNumber> value) {
    step.add(tf.summary.scalarSummary(tf.constant(tag), value));
  }

  private void histogram(
      List<Operand<TString>> list, String tag, Operand<? extends TNumber> values) {
    list.add(tf.summary.histogramSummary(tf.constant(tag), values));
  }

  void merge() {
    tf.withName("step").summary.mergeSummary(step);
    tf.withName("variables").summary.mergeSummary(variables);
  }
}
