package io.github.multigpumnist.tower;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.KernelDef;
import org.tensorflow.proto.KernelList;
import org.tensorflow.proto.NodeDef;

/**
 * Which arguments of an operation are in the host's memory when it runs on a GPU, as the GPU build
 * of TensorFlow registers its kernels. The CPU build knows nothing of them, so they lie in {@code
 * gpu-kernels.txt}, for the types the program computes with: a line for each kernel, {@code Op
 * attribute=TYPE … : arguments in host memory}.
 *
 * <p>{@code main} prints the file anew, for its operations and those given as arguments; it is run
 * with the class path of the GPU build and needs neither GPU nor driver.
 */
final class GpuKernels {
  private static final String FILE = "/gpu-kernels.txt";
  private static final Set<DataType> TYPES =
      Set.of(
          DataType.DT_FLOAT,
          DataType.DT_BFLOAT16,
          DataType.DT_INT32,
          DataType.DT_INT64,
          DataType.DT_UINT8,
          DataType.DT_BOOL);

  private record Kernel(String op, Map<String, DataType> types, List<String> host) {
    static Kernel parse(String line) {
      String[] halves = line.split(" :", -1);
      String[] words = halves[0].split(" ");
      Map<String, DataType> types = new TreeMap<>();
      for (String word : Arrays.asList(words).subList(1, words.length)) {
        String[] pair = word.split("=");
        types.put(pair[0], DataType.valueOf("DT_" + pair[1]));
      }
      List<String> host =
          Arrays.stream(halves[1].split(" ")).filter(word -> !word.isEmpty()).toList();
      return new Kernel(words[0], types, host);
    }

    boolean takes(NodeDef node) {
      return op.equals(node.getOp())
          && types.entrySet().stream()
              .allMatch(e -> node.getAttrOrThrow(e.getKey()).getType() == e.getValue());
    }

    String line() {
      String wanted =
          types.entrySet().stream()
              .map(e -> " " + e.getKey() + "=" + e.getValue().name().substring("DT_".length()))
              .collect(Collectors.joining());
      return op + wanted + " :" + host.stream().map(a -> " " + a).collect(Collectors.joining());
    }
  }

  private final List<Kernel> kernels;

  private GpuKernels(List<Kernel> kernels) {
    this.kernels = kernels;
  }

  static GpuKernels load() {
    return new GpuKernels(lines().stream().map(Kernel::parse).toList());
  }

  static List<String> lines() {
    try (InputStream in = GpuKernels.class.getResourceAsStream(FILE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the operation is in the file: of others it says nothing. */
  boolean knows(String op) {
    return kernels.stream().anyMatch(kernel -> kernel.op().equals(op));
  }

  /** Whether a GPU can run it; otherwise it would run on the CPU. */
  boolean runs(NodeDef node) {
    return kernels.stream().anyMatch(kernel -> kernel.takes(node));
  }

  /** Names of the inputs and outputs in host memory, as the operation's definition has them. */
  List<String> hostArguments(NodeDef node) {
    return kernels.stream()
        .filter(kernel -> kernel.takes(node))
        .findFirst()
        .map(Kernel::host)
        .orElse(List.of());
  }

  /** What the loaded library has registered for some operations; nothing in the CPU build. */
  static List<String> registered(Set<String> ops) {
    TensorFlow.version(); // loads the library
    return ops.stream()
        .flatMap(op -> registered(op).stream())
        .filter(k -> k.getLabel().isEmpty())
        .filter(k -> k.getDeviceType().equals("GPU") || k.getDeviceType().equals("DEFAULT"))
        .flatMap(k -> expand(k).stream())
        .map(Kernel::line)
        .distinct()
        .sorted()
        .toList();
  }

  private static List<KernelDef> registered(String op) {
    TF_Status status = TF_Status.newStatus();
    var buffer = tensorflow.TF_GetRegisteredKernelsForOp(op, status);
    status.throwExceptionIfNotOK();
    try {
      return KernelList.parseFrom(buffer.dataAsByteBuffer()).getKernelList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A kernel a combination of types. */
  private static List<Kernel> expand(KernelDef kernel) {
    List<Map<String, DataType>> combinations = List.of(Map.of());
    for (KernelDef.AttrConstraint constraint : kernel.getConstraintList()) {
      List<Map<String, DataType>> longer = new ArrayList<>();
      for (Map<String, DataType> types : combinations) {
        for (DataType type : constraint.getAllowedValues().getList().getTypeList()) {
          if (TYPES.contains(type)) {
            Map<String, DataType> more = new TreeMap<>(types);
            more.put(constraint.getName(), type);
            longer.add(more);
          }
        }
      }
      combinations = longer;
    }
    return combinations.stream()
        .map(types -> new Kernel(kernel.getOp(), types, List.copyOf(kernel.getHostMemoryArgList())))
        .toList();
  }

  public static void main(String[] more) {
    Set<String> ops = new TreeSet<>(Arrays.asList(more));
    lines().stream().map(line -> line.split(" ")[0]).forEach(ops::add);
    registered(ops).forEach(System.out::println);
  }
}
