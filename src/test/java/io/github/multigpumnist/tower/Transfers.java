package io.github.multigpumnist.tower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * What crosses between a tower on a GPU and the rest of its graph, and within the tower between the
 * GPU's memory and the host's: told from the graph alone, before TensorFlow's optimizer takes some
 * of it away.
 */
final class Transfers {
  private static final Map<String, OpDef> DEFINITIONS =
      TensorFlow.registeredOpList().getOpList().stream()
          .collect(Collectors.toMap(OpDef::getName, op -> op));

  private final GpuKernels kernels = GpuKernels.load();
  private final Map<String, NodeDef> nodes = new HashMap<>();
  private final Set<String> tower;

  /** A tensor: output {@code index} of an operation. */
  private record Tensor(String producer, int index) {}

  /**
   * @param scope the tower's, with its slash; its input is not part of it
   */
  Transfers(GraphDef graph, String scope) {
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    tower =
        nodes.keySet().stream()
            .filter(name -> name.startsWith(scope))
            .filter(name -> !name.matches(scope + "(input/.*|images|labels)"))
            .collect(Collectors.toSet());
  }

  Set<String> devices() {
    return nodes().map(NodeDef::getDevice).collect(Collectors.toCollection(TreeSet::new));
  }

  private Stream<NodeDef> nodes() {
    return tower.stream().map(nodes::get);
  }

  private boolean has(Tensor tensor) {
    return tower.contains(tensor.producer());
  }

  /** Operations that a GPU has no kernel for. */
  Set<String> withoutKernel() {
    Set<String> found = new TreeSet<>();
    for (NodeDef node : nodes().toList()) {
      if (!kernels.knows(node.getOp())) {
        throw new AssertionError(node.getOp() + " is not in gpu-kernels.txt: see GpuKernels.main");
      }
      if (!kernels.runs(node)) {
        found.add(node.getOp() + " " + node.getName());
      }
    }
    return found;
  }

  /**
   * Tensors that one operation leaves in the host's memory and the next wants in the GPU's, or the
   * other way.
   */
  Set<String> roundTrips() {
    Set<String> found = new TreeSet<>();
    for (NodeDef node : nodes().filter(kernels::runs).toList()) {
      List<Boolean> wanted = inHostMemory(node, DEFINITIONS.get(node.getOp()).getInputArgList());
      for (int i = 0; i < wanted.size(); i++) {
        Tensor tensor = tensor(node.getInput(i));
        if (has(tensor) && isInHostMemory(tensor) != wanted.get(i)) {
          found.add(
              nodes.get(tensor.producer()).getOp()
                  + " "
                  + tensor.producer()
                  + " to "
                  + node.getName());
        }
      }
    }
    return found;
  }

  /** By type, how many tensors the tower takes. */
  Map<DataType, Long> in() {
    return byType(nodes().flatMap(node -> inputs(node).stream()).filter(tensor -> !has(tensor)));
  }

  /** By type, how many of its tensors are used elsewhere. */
  Map<DataType, Long> out() {
    return byType(
        nodes.values().stream()
            .filter(node -> !tower.contains(node.getName()))
            .flatMap(node -> inputs(node).stream())
            .filter(this::has));
  }

  private Map<DataType, Long> byType(Stream<Tensor> tensors) {
    return tensors
        .distinct()
        .collect(Collectors.groupingBy(this::type, TreeMap::new, Collectors.counting()));
  }

  private List<Tensor> inputs(NodeDef node) {
    return node.getInputList().stream().filter(i -> !i.startsWith("^")).map(this::tensor).toList();
  }

  private Tensor tensor(String input) {
    String[] parts = input.split(":");
    return new Tensor(parts[0], parts.length == 1 ? 0 : Integer.parseInt(parts[1]));
  }

  private boolean isInHostMemory(Tensor tensor) {
    NodeDef node = nodes.get(tensor.producer());
    return inHostMemory(node, DEFINITIONS.get(node.getOp()).getOutputArgList()).get(tensor.index());
  }

  /** For each tensor of the arguments. */
  private List<Boolean> inHostMemory(NodeDef node, List<OpDef.ArgDef> arguments) {
    List<String> host = kernels.hostArguments(node);
    List<Boolean> result = new ArrayList<>();
    for (OpDef.ArgDef argument : arguments) {
      for (int i = 0; i < count(node, argument); i++) {
        result.add(host.contains(argument.getName()));
      }
    }
    return result;
  }

  private static long count(NodeDef node, OpDef.ArgDef argument) {
    return argument.getNumberAttr().isEmpty()
        ? 1
        : node.getAttrOrThrow(argument.getNumberAttr()).getI();
  }

  private DataType type(Tensor tensor) {
    NodeDef node = nodes.get(tensor.producer());
    OpDef.ArgDef argument = DEFINITIONS.get(node.getOp()).getOutputArg(tensor.index());
    return argument.getTypeAttr().isEmpty()
        ? argument.getType()
        : node.getAttrOrThrow(argument.getTypeAttr()).getType();
  }
}
