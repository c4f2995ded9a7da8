package io.github.multigpumnist.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_GraphImportGraphDef;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_GraphOperationByName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SessionPRunSetup;

import io.github.multigpumnist.tower.NodeNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_ImportGraphDefOptions;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.proto.GraphDef;

/**
 * A training step that TensorFlow plans and does not run: it places the graph, optimizes it, cuts
 * it into a partition for each device, and makes the kernels. A partial run does so when it is set
 * up, and then waits for feeds that never come.
 */
public final class PlannedStep {
  private PlannedStep() {}

  /**
   * Has TensorFlow write the partitions it makes, as text, and keeps its log on stderr. Call it
   * before any of TensorFlow's classes is used.
   */
  public static void prepare() {
    LibC.setenv("TF_CPP_VMODULE", "graph_partition=3", 1);
    NativeRuntime.prepare(true);
  }

  /**
   * Plans a step.
   *
   * @param graph that trains
   * @param devices on which the session is opened
   * @param inputFeeds what the graph's input is fed
   * @param dump the folder for the partitions
   */
  @SuppressWarnings("try") // the scope frees what is made in it
  public static void write(GraphDef graph, Devices devices, List<String> inputFeeds, Path dump) {
    LibC.setenv("TF_DUMP_GRAPH_PREFIX", dump.toString(), 1);
    List<String> feeds = new ArrayList<>(inputFeeds);
    feeds.add(NodeNames.EXAMPLES);
    feeds.add(NodeNames.LEARNING_RATE);
    List<String> fetches = List.of(NodeNames.CROSS_ENTROPY, NodeNames.INPUT_WAIT);
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_Graph imported = TF_Graph.newGraph();
      TF_GraphImportGraphDef(
          imported,
          TF_Buffer.newBufferFromString(graph),
          TF_ImportGraphDefOptions.newImportGraphDefOptions(),
          status);
      status.throwExceptionIfNotOK();
      TF_Session session = TargetSession.nativeSession(imported, devices.config(), "");
      try {
        TF_SessionPRunSetup(
            session,
            outputs(imported, feeds),
            feeds.size(),
            outputs(imported, fetches),
            fetches.size(),
            new PointerPointer<TF_Operation>(1).put(0, operation(imported, NodeNames.TRAIN_STEP)),
            1,
            new PointerPointer<>(1),
            status);
        status.throwExceptionIfNotOK();
      } finally {
        session.releaseReference();
      }
    }
  }

  private static TF_Output outputs(TF_Graph graph, List<String> names) {
    TF_Output all = new TF_Output(names.size());
    for (int i = 0; i < names.size(); i++) {
      all.position(i).oper(operation(graph, names.get(i))).index(0);
    }
    return all.position(0);
  }

  private static TF_Operation operation(TF_Graph graph, String name) {
    TF_Operation operation = TF_GraphOperationByName(graph, name);
    if (operation == null) {
      throw new IllegalArgumentException("the graph has no operation '" + name + "'");
    }
    return operation;
  }
}
