package io.github.multigpumnist.standin;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** Graphs of two towers made wrong on purpose: what the check must not let pass. */
enum Spoiling {
  /** A product of the second tower's backward pass is on the first tower's GPU. */
  TOWER(graph -> move(graph, n -> isProduct(n, "tower_1/gradients/"), "/gpu:0")),

  /** A gradient is averaged on a GPU. */
  AVERAGE(graph -> move(graph, n -> n.getName().startsWith("average/"), "/gpu:0")),

  /** A variable of bfloat16 products crosses in float32, and is cast on a GPU. */
  PRECISION(graph -> move(graph, n -> isCastVariable(n, graph), "/gpu:0")),

  /**
   * The second tower's loss hangs on a number that is computed on its GPU and wanted on the host.
   */
  ROUND_TRIP(Spoiling::withRoundTrip);

  private final UnaryOperator<GraphDef> edit;

  Spoiling(UnaryOperator<GraphDef> edit) {
    this.edit = edit;
  }

  GraphDef spoil(GraphDef graph) {
    return edit.apply(graph);
  }

  private static boolean isProduct(NodeDef node, String scope) {
    return node.getName().startsWith(scope) && node.getOp().equals("MatMul");
  }

  private static boolean isCastVariable(NodeDef node, GraphDef graph) {
    return node.getOp().equals("Cast")
        && graph.getNodeList().stream()
            .anyMatch(n -> n.getOp().equals("VariableV2") && n.getName().equals(node.getInput(0)));
  }

  private static GraphDef move(GraphDef graph, Predicate<NodeDef> which, String device) {
    GraphDef.Builder moved = graph.toBuilder();
    moved.getNodeBuilderList().stream()
        .filter(node -> which.test(node.build()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no such operation to move"))
        .setDevice(device);
    return moved.build();
  }

  /** loss → sum(expandDims(loss, cast(examples))) on the second GPU; it is planned, never run. */
  private static GraphDef withRoundTrip(GraphDef graph) {
    GraphDef.Builder longer = graph.toBuilder();
    NodeDef.Builder losses =
        longer.getNodeBuilderList().stream()
            .filter(node -> node.getName().equals("loss/cross_entropy"))
            .findFirst()
            .orElseThrow();
    String loss = losses.getInput(1);
    longer.addNode(
        node("Cast", "tower_1/spoilt/axis", "examples")
            .putAttr("SrcT", type(DataType.DT_FLOAT))
            .putAttr("DstT", type(DataType.DT_INT32)));
    longer.addNode(
        node("ExpandDims", "tower_1/spoilt/row", loss, "tower_1/spoilt/axis")
            .putAttr("T", type(DataType.DT_FLOAT))
            .putAttr("Tdim", type(DataType.DT_INT32)));
    longer.addNode(
        node("L2Loss", "tower_1/spoilt/loss", "tower_1/spoilt/row")
            .putAttr("T", type(DataType.DT_FLOAT)));
    losses.setInput(1, "tower_1/spoilt/loss");
    return longer.build();
  }

  private static NodeDef.Builder node(String op, String name, String... inputs) {
    NodeDef.Builder node = NodeDef.newBuilder().setOp(op).setName(name).setDevice("/gpu:1");
    for (String input : inputs) {
      node.addInput(input);
    }
    return node;
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }
}
