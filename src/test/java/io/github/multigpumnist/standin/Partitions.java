package io.github.multigpumnist.standin;

import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * The pieces of a step's graph, as TensorFlow cut it.
 *
 * @param byDevice what runs on each device, by the device's short name
 */
record Partitions(Map<String, GraphDef> byDevice) {
  private static final Set<String> SENDS = Set.of("_Send", "_HostSend");
  private static final Set<String> RECEIVES = Set.of("_Recv", "_HostRecv");

  /**
   * What takes the place of a fed operation: {@code _recv_examples_0}, {@code _arg_examples_0_3}.
   */
  private static final Pattern FED =
      Pattern.compile("_(?:recv|arg)_(.+?)_\\d+(?:_\\d+)?(?:_S\\d+)?");

  /** What TensorFlow added when it cut the graph: {@code update/NoOp/_61}, {@code … /ctrl_S128}. */
  private static final Pattern OF_THE_CUT = Pattern.compile(".*(?:/_|_S)\\d+");

  private static final Set<String> PASSED_ON = Set.of("Cast", "Identity");

  /** Copies the map. */
  Partitions {
    byDevice = new TreeMap<>(byDevice);
  }

  /**
   * Reads what TensorFlow wrote. A session cuts a graph for everything that it runs; the largest
   * piece of each device is the training step's. On a cluster a graph is cut by machines first;
   * those pieces are left out.
   */
  static Partitions read(Path folder) throws IOException {
    Map<String, GraphDef> largest = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        GraphDef graph = parse(file);
        if (isOfOneDevice(graph)) {
          largest.merge(
              shortName(graph.getNode(0).getDevice()),
              graph,
              (a, b) -> a.getNodeCount() >= b.getNodeCount() ? a : b);
        }
      }
    }
    return new Partitions(largest);
  }

  private static boolean isOfOneDevice(GraphDef graph) {
    return graph.getNodeList().stream().map(NodeDef::getDevice).distinct().count() == 1;
  }

  private static GraphDef parse(Path file) throws IOException {
    GraphDef.Builder graph = GraphDef.newBuilder();
    try (Reader text = Files.newBufferedReader(file)) {
      TextFormat.merge(text, graph);
    }
    return graph.build();
  }

  /** {@code GPU:1} of this machine, {@code worker:0/GPU:1} of a cluster's. */
  static String shortName(String device) {
    return device
        .replaceFirst("^/job:localhost/replica:\\d+/task:\\d+", "")
        .replaceFirst("^/job:(\\w+)(?:/replica:\\d+)?/task:(\\d+)", "$1:$2")
        .replaceFirst("/(?:device:)?([A-Za-z]+):(\\d+)$", "/$1:$2")
        .replaceFirst("^/", "")
        .replace("cpu:", "CPU:")
        .replace("gpu:", "GPU:");
  }

  /** Everything of the graph: not what brings tensors and signals from device to device. */
  Map<String, List<NodeDef>> operations() {
    Map<String, List<NodeDef>> operations = new TreeMap<>();
    byDevice.forEach(
        (device, graph) ->
            operations.put(
                device,
                graph.getNodeList().stream()
                    .filter(n -> !SENDS.contains(n.getOp()) && !RECEIVES.contains(n.getOp()))
                    .filter(n -> !OF_THE_CUT.matcher(n.getName()).matches())
                    .toList()));
    return operations;
  }

  /** Everything that crosses; what is fed and fetched doesn't, it is on the host already. */
  List<Transfer> transfers() {
    List<Transfer> transfers = new ArrayList<>();
    byDevice.forEach(
        (device, graph) -> {
          Map<String, NodeDef> byName =
              graph.getNodeList().stream().collect(Collectors.toMap(NodeDef::getName, n -> n));
          for (NodeDef node : graph.getNodeList()) {
            if (SENDS.contains(node.getOp()) && !isClients(node)) {
              transfers.add(transfer(node, byName));
            }
          }
        });
    return transfers;
  }

  private static boolean isClients(NodeDef node) {
    return node.getAttrOrThrow("client_terminated").getB();
  }

  private Transfer transfer(NodeDef send, Map<String, NodeDef> byName) {
    String to = shortName(text(send, "recv_device"));
    String producer = operation(send.getInput(0));
    return new Transfer(
        producer,
        origin(byName.get(producer), byName),
        type(send),
        shortName(text(send, "send_device")),
        to,
        consumers(byDevice.getOrDefault(to, GraphDef.getDefaultInstance()), send));
  }

  private static DataType type(NodeDef send) {
    return send.getAttrOrThrow("T").getType();
  }

  private static String origin(NodeDef node, Map<String, NodeDef> byName) {
    NodeDef at = node;
    while (PASSED_ON.contains(at.getOp()) && byName.containsKey(operation(at.getInput(0)))) {
      at = byName.get(operation(at.getInput(0)));
    }
    Matcher fed = FED.matcher(at.getName());
    return fed.matches() ? fed.group(1) : at.getName();
  }

  private static List<String> consumers(GraphDef there, NodeDef send) {
    String tensor = text(send, "tensor_name");
    Set<String> received =
        there.getNodeList().stream()
            .filter(n -> RECEIVES.contains(n.getOp()) && text(n, "tensor_name").equals(tensor))
            .map(NodeDef::getName)
            .collect(Collectors.toSet());
    return there.getNodeList().stream()
        .filter(n -> !RECEIVES.contains(n.getOp()))
        .filter(
            n -> n.getInputList().stream().map(Partitions::operation).anyMatch(received::contains))
        .map(NodeDef::getName)
        .toList();
  }

  private static String text(NodeDef node, String attribute) {
    return node.getAttrOrThrow(attribute).getS().toStringUtf8();
  }

  /** Without the output's number or a control edge's sign. */
  private static String operation(String input) {
    return input.replaceFirst("^\\^", "").replaceFirst(":\\d+$", "");
  }
}
