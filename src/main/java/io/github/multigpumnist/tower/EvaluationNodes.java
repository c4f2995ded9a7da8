package io.github.multigpumnist.tower;

import io.github.multigpumnist.input.TowerInput;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * A replica without dropout and with averaged weights, where there are any, on every tower's
 * device, fed uint8 images and labels.
 */
final class EvaluationNodes {
  private EvaluationNodes() {}

  static void build(Ops cpu, TowerSpec spec, Variables variables) {
    Ops evaluation = cpu.withSubScope("evaluation");
    for (int i = 0; i < spec.placement().towers().size(); i++) {
      Ops host = Scopes.on(evaluation.withSubScope("tower_" + i), spec.placement().host(i));
      addReplica(host, Scopes.on(host, spec.placement().towers().get(i)), spec, variables);
    }
  }

  private static void addReplica(Ops host, Ops tf, TowerSpec spec, Variables variables) {
    Shape image = spec.network().input();
    Shape batch = Shape.of(Shape.UNKNOWN_SIZE).append(image);
    Operand<TUint8> images =
        host.withName("images").placeholder(TUint8.class, Placeholder.shape(batch));
    Operand<TInt32> labels =
        host.withName("labels")
            .placeholder(TInt32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE)));
    // In a scope of their own, layers may be called as the results are.
    Ops network = tf.withSubScope("network");
    Tower tower =
        Tower.build(
            network, spec, variables::readAveraged, new TowerInput(images, labels), null, 0);
    tf.withName("logits").identity(tower.logits());
    tf.withName("predictions").math.argMax(tower.logits(), tf.constant(1), TInt32.class);
    tf.withName("probabilities").nn.softmax(tower.logits());
    tf.withName("cross_entropy").identity(tower.crossEntropy());
  }
}
