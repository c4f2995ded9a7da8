package io.github.multigpumnist.tower;

import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Precision;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** One replica without dropout, labels and devices: uint8 images to classes and probabilities. */
final class ServingNodes {
  private ServingNodes() {}

  static void build(Ops tf, Network network, Precision precision, Variables variables) {
    Shape batch = Shape.of(Shape.UNKNOWN_SIZE).append(network.input());
    Operand<TUint8> images =
        tf.withName(NodeNames.SERVING_IMAGES).placeholder(TUint8.class, Placeholder.shape(batch));
    Operand<TFloat32> logits =
        Tower.logits(
            tf.withSubScope("network"), network, precision, variables::readAveraged, images);
    tf.withName(NodeNames.SERVING_CLASSES).math.argMax(logits, tf.constant(1));
    tf.withName(NodeNames.SERVING_PROBABILITIES).nn.softmax(logits);
  }
}
