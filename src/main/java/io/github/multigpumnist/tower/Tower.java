package io.github.multigpumnist.tower;

import io.github.multigpumnist.input.TowerInput;
import io.github.multigpumnist.model.LayerContext;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Precision;
import java.util.Map;
import java.util.function.BiFunction;
import org.tensorflow.Operand;
import org.tensorflow.framework.losses.CategoricalCrossentropy;
import org.tensorflow.framework.losses.Reduction;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/**
 * One replica of the network on one device.
 *
 * @param activations the output of every layer, by name
 * @param logits batch × classes
 * @param crossEntropy Σ over the batch of −log softmax(logits)[label], a scalar
 * @param tape what the backward pass needs
 */
record Tower(
    Map<String, Operand<? extends TNumber>> activations,
    Operand<TFloat32> logits,
    Operand<TFloat32> crossEntropy,
    Tape tape) {

  /**
   * Builds the forward pass and the loss.
   *
   * @param tf a scope of the tower's name on the tower's device
   * @param randomness null when the graph does not train
   */
  static Tower build(
      Ops tf,
      TowerSpec spec,
      Variables variables,
      TowerInput input,
      TowerContext.Randomness randomness) {
    Network network = spec.network();
    Tape tape = new Tape();
    LayerStack layers = new LayerStack(network);
    Operand<TFloat32> logits =
        logits(
            tf,
            layers,
            (scope, layer) ->
                new TowerContext(scope, layer, variables, spec.precision(), randomness, tape),
            input.images());
    return new Tower(
        layers.activations(),
        logits,
        crossEntropy(tf.withSubScope("loss"), logits, input.labels(), network.classes()),
        tape);
  }

  /** How many of the batch the largest logit classifies rightly, a scalar. */
  Operand<TFloat32> correct(Ops tf, Operand<TInt32> labels) {
    Operand<TInt32> predictions = tf.math.argMax(logits, tf.constant(1), TInt32.class);
    Operand<TFloat32> right = tf.dtypes.cast(tf.math.equal(predictions, labels), TFloat32.class);
    return tf.reduceSum(right, tf.constant(0));
  }

  /** The forward pass alone, as in evaluation. */
  static Operand<TFloat32> logits(
      Ops tf, Network network, Precision precision, Variables variables, Operand<TUint8> images) {
    return logits(
        tf,
        new LayerStack(network),
        (scope, layer) -> new TowerContext(scope, layer, variables, precision, null, new Tape()),
        images);
  }

  private static Operand<TFloat32> logits(
      Ops tf,
      LayerStack layers,
      BiFunction<Ops, String, LayerContext> context,
      Operand<TUint8> images) {
    Operand<TFloat32> pixels =
        layers.network().preprocessing().apply(tf.withSubScope("preprocessing"), images);
    return asFloat(tf, layers.apply(tf, context, pixels));
  }

  private static Operand<TFloat32> asFloat(Ops tf, Operand<? extends TNumber> x) {
    return tf.withName("logits").dtypes.cast(x, TFloat32.class);
  }

  /**
   * tensorflow-framework's loss on one-hot labels: the sparse operation has no gradient in Java.
   */
  private static Operand<TFloat32> crossEntropy(
      Ops tf, Operand<TFloat32> logits, Operand<TInt32> labels, int classes) {
    Operand<TFloat32> oneHot =
        tf.oneHot(labels, tf.constant(classes), tf.constant(1f), tf.constant(0f));
    return new CategoricalCrossentropy("cross_entropy", true, 0f, Reduction.SUM, -1)
        .call(tf, oneHot, logits);
  }
}
