package io.github.multigpumnist.tower;

import io.github.multigpumnist.model.Activation;
import io.github.multigpumnist.model.ActivationLayer;
import io.github.multigpumnist.model.Conv2d;
import io.github.multigpumnist.model.Layer;
import io.github.multigpumnist.model.LayerContext;
import io.github.multigpumnist.model.MaxPool;
import io.github.multigpumnist.model.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/**
 * A network's layers, one after the other. A relu before a maximum is computed after the maximum,
 * on a fraction of the numbers: max(relu(x)) = relu(max(x)), and where the two differ in which of
 * several zeros they pick, the gradient is 0.
 */
final class LayerStack {
  private final Network network;
  private final Map<String, Operand<? extends TNumber>> activations = new LinkedHashMap<>();

  LayerStack(Network network) {
    this.network = network;
  }

  Network network() {
    return network;
  }

  /** The output of every layer that was applied, by name; not needed for the logits. */
  Map<String, Operand<? extends TNumber>> activations() {
    return activations;
  }

  /**
   * Applies all layers.
   *
   * @param tf the tower's scope
   * @param context gives a layer its view of the tower
   */
  Operand<? extends TNumber> apply(
      Ops tf, BiFunction<Ops, String, LayerContext> context, Operand<? extends TNumber> images) {
    Operand<? extends TNumber> x = images;
    boolean reluIsDue = false;
    for (int i = 0; i < network.layers().size(); i++) {
      Layer layer = network.layers().get(i);
      Ops scope = tf.withSubScope(layer.name());
      boolean reluLater = reluCanFollowTheNext(i);
      Layer applied = reluLater ? withoutRelu(layer) : layer;
      x = applied.apply(context.apply(scope, layer.name()), x, network.shapes().get(i));
      if (reluIsDue) {
        x = Activation.RELU.apply(scope, x);
      }
      activations.put(layer.name(), reluLater ? Activation.RELU.apply(scope, x) : x);
      reluIsDue = reluLater;
    }
    return x;
  }

  private boolean reluCanFollowTheNext(int i) {
    return endsInRelu(network.layers().get(i))
        && i + 1 < network.layers().size()
        && network.layers().get(i + 1) instanceof MaxPool;
  }

  private static boolean endsInRelu(Layer layer) {
    return layer instanceof Conv2d convolution && convolution.activation() == Activation.RELU
        || layer instanceof ActivationLayer alone && alone.function() == Activation.RELU;
  }

  private static Layer withoutRelu(Layer layer) {
    return layer instanceof Conv2d convolution
        ? convolution.withoutActivation()
        : new ActivationLayer(layer.name(), Activation.LINEAR);
  }
}
