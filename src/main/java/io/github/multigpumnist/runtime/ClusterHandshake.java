package io.github.multigpumnist.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.multigpumnist.cluster.ClusterSpec;
import io.github.multigpumnist.cluster.Task;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.exceptions.TFFailedPreconditionException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/**
 * What a server says of itself. TensorFlow's servers have no such thing, so it is the value of a
 * variable that lives as long as its process, in a container of its own.
 *
 * @param version of this program
 * @param tensorflow its version
 * @param cluster fingerprint of the cluster file
 * @param task such as {@code worker 0}
 * @param start differs whenever the server is started
 */
record ClusterHandshake(
    String version, String tensorflow, String cluster, String task, String start) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "multigpu_mnist_handshake";

  /** No task has this name: a server leaves all others out and does not wait for them. */
  private static final String NOBODY_ELSE = "/job:" + NAME;

  /** The program's version, from the jar's manifest. */
  static String programVersion() {
    return Objects.requireNonNullElse(
        ClusterHandshake.class.getPackage().getImplementationVersion(), "development");
  }

  static ClusterHandshake of(ClusterSpec cluster, Task task, String version) {
    return new ClusterHandshake(
        version,
        TensorFlow.version(),
        cluster.fingerprint(),
        task.toString(),
        UUID.randomUUID().toString());
  }

  /** How to open a session that one server alone answers. */
  static ConfigProto alone(int timeoutMillis) {
    return ConfigProto.newBuilder()
        .addDeviceFilters(NOBODY_ELSE)
        .setOperationTimeoutInMs(timeoutMillis)
        .build();
  }

  void publish(String target, int timeoutMillis) {
    try (Graph graph = new Graph()) {
      Ops tf = onCpu(graph);
      Op assign = tf.assignVariableOp(variable(tf), tf.constant(json()));
      try (Session session = TargetSession.open(graph, alone(timeoutMillis), target)) {
        session.run(assign);
      }
    }
  }

  /**
   * Asks a server.
   *
   * @return empty when it is no server of this program, or not yet
   * @throws org.tensorflow.exceptions.TensorFlowException when there is no answer
   */
  static Optional<ClusterHandshake> read(String target, int timeoutMillis) {
    try (Graph graph = new Graph()) {
      Ops tf = onCpu(graph);
      Operand<TString> value = tf.readVariableOp(variable(tf), TString.class);
      try (Session session = TargetSession.open(graph, alone(timeoutMillis), target);
          Result result = session.runner().fetch(value).run()) {
        return parse(((TString) result.get(0)).asBytes().getObject());
      } catch (TFFailedPreconditionException e) {
        return Optional.empty();
      }
    }
  }

  private static Ops onCpu(Graph graph) {
    return Ops.create(graph)
        .withDevice(
            DeviceSpec.newBuilder().deviceType(DeviceSpec.DeviceType.CPU).deviceIndex(0).build());
  }

  private static Operand<? extends TType> variable(Ops tf) {
    return tf.varHandleOp(
        TString.class, Shape.scalar(), VarHandleOp.container(NAME), VarHandleOp.sharedName(NAME));
  }

  private String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<ClusterHandshake> parse(byte[] json) {
    try {
      return Optional.of(
          JSON.readValue(new String(json, StandardCharsets.UTF_8), ClusterHandshake.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
