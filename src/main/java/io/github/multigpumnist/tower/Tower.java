package io.github.multigpumnist.tower;

import io.github.multigpumnist.input.TowerInput;
import io.github.multigpumnist.model.LayerContext;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Precision;
import java.util.Map;
import java.util.function.BiFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.SoftmaxCrossEntropyWithLogits;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/**
 * One replica of the network on one device.
 *
 * @param activations the output of every layer, by name
 * @param logits batch × classes
 * @param crossEntropy Σ over the batch of −log softmax(logits)[label], a scalar
 * @param slopes its gradient by the logits, softmax(logits) − one-hot label
 * @param tape what the backward pass needs
 */
record Tower(
    Map<String, Operand<? extends TNumber>> activations,
    Operand<TFloat32> logits,
    Operand<TFloat32> crossEntropy,
    Operand<TFloat32> slopes,
    Tape tape) {

  /**
   * Builds the forward pass and the loss.
   *
   * @param tf a scope of the tower's name on the tower's device
   * @param host null when the graph does not train
   * @param labelSmoothing ε of {@link io.github.multigpumnist.model.Regularization}
   */
  static Tower build(
      Ops tf,
      TowerSpec spec,
      VariableReader variables,
      TowerInput input,
      TowerContext.HostSide host,
      double labelSmoothing) {
    Network network = spec.network();
    Tape tape = new Tape();
    LayerStack layers = new LayerStack(network);
    Operand<TFloat32> logits =
        logits(
            tf,
            layers,
            (scope, layer) ->
                new TowerContext(scope, layer, variables, spec.precision(), host, tape),
            input.images());
    Ops loss = tf.withSubScope("loss");
    // TensorFlow's own: tensorflow-framework's CategoricalCrossentropy looks at the logits' shape
    // while the graph runs, on the device, where the host then waits for it.
    SoftmaxCrossEntropyWithLogits<TFloat32> each =
        loss.nn.softmaxCrossEntropyWithLogits(
            logits, distributions(loss, input.labels(), network.classes(), labelSmoothing));
    return new Tower(
        layers.activations(),
        logits,
        loss.reduceSum(each.loss(), loss.constant(0)),
        each.backprop(),
        tape);
  }

  /**
   * Adds the backward pass. It begins at the logits, with the gradient that the loss's operation
   * gives: derived from the sum over the batch, it would compute the batch's shape on the device
   * and fetch it to the host.
   *
   * @param tf the scope of the forward pass
   * @param prefix name scope of the derived operations
   * @param weight of each example's cross entropy in what is minimised, a scalar
   * @return the gradient by every variable that was read, of the type it was read in
   */
  Map<String, Operand<? extends TNumber>> differentiate(
      Graph graph, Ops tf, String prefix, Operand<TFloat32> weight) {
    Operand<TFloat32> seed = tf.withSubScope("loss_gradient").math.mul(slopes, weight);
    return tape.differentiate(graph, prefix, logits, seed);
  }

  /** How many of the batch the largest logit classifies rightly, a scalar. */
  Operand<TFloat32> correct(Ops tf, Operand<TInt32> labels) {
    // In int64: GPUs compare int32, the type of shapes, in the host's memory.
    Operand<TInt64> predictions = tf.math.argMax(logits, tf.constant(1));
    Operand<TFloat32> right =
        tf.dtypes.cast(
            tf.math.equal(predictions, tf.dtypes.cast(labels, TInt64.class)), TFloat32.class);
    return tf.reduceSum(right, tf.constant(0));
  }

  /** The forward pass alone, as in evaluation. */
  static Operand<TFloat32> logits(
      Ops tf,
      Network network,
      Precision precision,
      VariableReader variables,
      Operand<TUint8> images) {
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

  /** The labels as probabilities, batch × classes: nearly 1 for the class, else nearly 0. */
  private static Operand<TFloat32> distributions(
      Ops tf, Operand<TInt32> labels, int classes, double smoothing) {
    float other = (float) (smoothing / classes);
    float own = (float) (1 - smoothing + smoothing / classes);
    return tf.oneHot(labels, tf.constant(classes), tf.constant(own), tf.constant(other));
  }
}
