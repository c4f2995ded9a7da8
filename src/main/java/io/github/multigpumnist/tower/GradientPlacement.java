package io.github.multigpumnist.tower;

import java.util.Map;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Gives gradient operations their tower's device. TensorFlow derives gradients without one, and
 * would run every tower's backward pass on the first device; only the finished GraphDef can be
 * edited.
 */
final class GradientPlacement {
  private GradientPlacement() {}

  /**
   * Sets devices by name.
   *
   * @param graph as built
   * @param devices a device for each name scope, given with its final slash
   * @return the same graph, every operation under such a scope on its device
   */
  static GraphDef place(GraphDef graph, Map<String, String> devices) {
    GraphDef.Builder placed = graph.toBuilder();
    for (NodeDef.Builder node : placed.getNodeBuilderList()) {
      devices.forEach(
          (scope, device) -> {
            if (node.getName().startsWith(scope)) {
              node.setDevice(device);
            }
          });
    }
    return placed.build();
  }
}
