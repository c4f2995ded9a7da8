package io.github.multigpumnist.standin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.github.multigpumnist.model.Activation;
import io.github.multigpumnist.model.Dense;
import io.github.multigpumnist.model.Flatten;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.model.Preprocessing;
import io.github.multigpumnist.model.Units;
import io.github.multigpumnist.training.InputKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** The check of steps on stand-ins for GPUs, on pieces of a step that are written by hand. */
class StepCheckTest {
  private static final String CPU = "CPU:0";
  private static final String GPU = "GPU:0";
  private static final Network NETWORK =
      new Network(
          "dense",
          new Preprocessing(1, 0),
          List.of(
              new Flatten("flatten"),
              new Dense("out", new Units(2), Activation.LINEAR, null, null, null)),
          List.of(Shape.of(1, 1, 1), Shape.of(1), Shape.of(2)),
          2);

  private final Map<String, GraphDef.Builder> pieces = new TreeMap<>();
  private int sent;

  /** A step of one tower on a GPU, as it should be. */
  @BeforeEach
  void rightStep() {
    add(CPU, "VariableV2", "out/weights");
    add(CPU, "VariableV2", "out/biases");
    add(CPU, "Div", "host_of_tower_0/Div");
    add(CPU, "Cast", "Cast", "out/weights");
    add(CPU, "IteratorGetNext", "tower_0/input/IteratorGetNext");
    send(DataType.DT_BFLOAT16, CPU, "Cast", GPU, "tower_0/out/MatMul");
    add(CPU, "Cast", "Cast_1", "out/biases");
    send(DataType.DT_BFLOAT16, CPU, "Cast_1", GPU, "tower_0/out/BiasAdd");
    send(DataType.DT_FLOAT, CPU, "host_of_tower_0/Div", GPU, "tower_0/loss_gradient/Mul");
    String input = "tower_0/input/IteratorGetNext";
    send(DataType.DT_UINT8, CPU, input, GPU, "tower_0/preprocessing/Cast");
    send(DataType.DT_INT32, CPU, input + ":1", GPU, "tower_0/loss/OneHot");
    add(GPU, "Sum", "tower_0/loss/ReduceSum");
    add(GPU, "MatMul", "tower_0/gradients/MatMul_1");
    add(GPU, "BiasAddGrad", "tower_0/gradients/BiasAddGrad");
    send(DataType.DT_FLOAT, GPU, "tower_0/loss/ReduceSum", CPU, "sums_of_tower_0/Div");
    send(DataType.DT_BFLOAT16, GPU, "tower_0/gradients/MatMul_1", CPU, "average/Cast");
    send(DataType.DT_BFLOAT16, GPU, "tower_0/gradients/BiasAddGrad", CPU, "average/Cast_1");
  }

  @Test
  void rightStepHasNoFindings() {
    assertThat(check().findings()).isEmpty();
    assertThat(check().crossings()).isEqualTo(8);
    assertThat(check().operations()).containsEntry("GPU:0 tower_0", 8).hasSize(2);
  }

  @Test
  void operationOfATowerOnTheHost() {
    add(CPU, "Cast", "tower_0/out/Cast");
    add(CPU, "Mul", "ConstantFolding/tower_0/out/Mul_recip");
    assertThat(check().findings())
        .containsExactly(
            "misplaced: tower_0/out/Cast (Cast) is on CPU:0, expected GPU:0",
            "misplaced: ConstantFolding/tower_0/out/Mul_recip (Mul) is on CPU:0, expected GPU:0");
  }

  @Test
  void slotAndAverageOnTheGpu() {
    add(GPU, "VariableV2", "out/weights/Momentum");
    add(GPU, "AddN", "average/out_weights");
    assertThat(check().findings())
        .containsExactly(
            "misplaced: out/weights/Momentum (VariableV2) is on GPU:0, expected CPU:0",
            "misplaced: average/out_weights (AddN) is on GPU:0, expected CPU:0");
  }

  @Test
  void roundTrip() {
    add(GPU, "Shape", "tower_0/out/Shape");
    send(DataType.DT_INT32, GPU, "tower_0/out/Shape", GPU, "tower_0/out/Cast");
    assertThat(check().findings()).containsExactly("round trip: tower_0/out/Shape on GPU:0");
  }

  @Test
  void variableInTheWrongPrecision() {
    send(DataType.DT_FLOAT, CPU, "out/weights", GPU, "tower_0/out/Cast");
    assertThat(check().findings())
        .containsExactly("crosses 1 times, expected 0: variable out/weights float, CPU:0 to GPU:0");
  }

  @Test
  void sentTwiceOrForNothingOrNotAtAll() {
    send(DataType.DT_BFLOAT16, CPU, "Cast", GPU, "tower_0/out/MatMul_1");
    send(DataType.DT_FLOAT, GPU, "tower_0/loss/ReduceSum", CPU, "elsewhere");
    remove(GPU, "send_edge_7"); // of the biases' gradient
    assertThat(check().findings())
        .containsExactly(
            "crosses 1 times, expected 2: gradient of tower_0 bfloat16, GPU:0 to CPU:0",
            "crosses 1 times, expected 0: unknown tower_0/loss/ReduceSum for [elsewhere] float,"
                + " GPU:0 to CPU:0",
            "crosses 2 times, expected 1: variable out/weights bfloat16, CPU:0 to GPU:0");
  }

  @Test
  void towerThatIsNotThere() {
    assertThat(check(List.of(GPU, "GPU:1")).findings()).contains("tower_1 has no operation");
  }

  private StepCheck check() {
    return check(List.of(GPU));
  }

  private StepCheck check(List<String> towers) {
    Map<String, GraphDef> built = new TreeMap<>();
    pieces.forEach((device, piece) -> built.put(device, piece.build()));
    return new StepCheck(
        new Partitions(built),
        new Expected(
            NETWORK,
            InputKind.BATCHING,
            Precision.BFLOAT16,
            towers,
            towers.stream().map(tower -> CPU).toList(),
            Map.of("out/weights", CPU, "out/biases", CPU),
            CPU));
  }

  private void add(String device, String op, String name, String... inputs) {
    NodeDef.Builder node = NodeDef.newBuilder().setOp(op).setName(name);
    pieces
        .computeIfAbsent(device, d -> GraphDef.newBuilder())
        .addNode(node.addAllInput(List.of(inputs)));
  }

  private void remove(String device, String name) {
    GraphDef.Builder piece = pieces.get(device);
    List<NodeDef> rest =
        piece.getNodeList().stream().filter(node -> !node.getName().equals(name)).toList();
    assertThat(rest).hasSize(piece.getNodeCount() - 1);
    piece.clearNode().addAllNode(rest);
  }

  /** Adds what sends, what receives, and the operation that takes it. */
  private void send(DataType type, String from, String tensor, String to, String consumer) {
    String edge = "edge_" + sent++;
    NodeDef.Builder send = NodeDef.newBuilder().setOp("_Send").setName("send_" + edge);
    send.addInput(tensor).putAttr("T", AttrValue.newBuilder().setType(type).build());
    NodeDef.Builder receive = NodeDef.newBuilder().setOp("_Recv").setName("receive_" + edge);
    for (NodeDef.Builder node : List.of(send, receive)) {
      node.putAttr("tensor_name", text(edge)).putAttr("recv_device", device(to));
      node.putAttr("send_device", device(from));
      node.putAttr("client_terminated", AttrValue.newBuilder().setB(false).build());
    }
    pieces.computeIfAbsent(from, d -> GraphDef.newBuilder()).addNode(send);
    pieces.computeIfAbsent(to, d -> GraphDef.newBuilder()).addNode(receive);
    add(to, "Op", consumer, "receive_" + edge);
  }

  private static AttrValue device(String name) {
    return text("/job:localhost/replica:0/task:0/device:" + name);
  }

  private static AttrValue text(String text) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)).build();
  }
}
