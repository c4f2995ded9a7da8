package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multigpumnist.cluster.ClusterSpec;
import io.github.multigpumnist.cluster.Task;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/** One server in this JVM, which lives as long as the JVM: TensorFlow cannot close it. */
class ClusterServerTest {
  private static final Task WORKER = new Task(Task.WORKER, 0);
  private static final ClusterServer.Settings SETTINGS =
      new ClusterServer.Settings(2, 1, GpuSettings.USUAL);
  private static ClusterSpec cluster;
  private static ClusterServer server;

  private final List<String> lines = new ArrayList<>();

  @BeforeAll
  static void startServer() throws IOException {
    cluster = new ClusterSpec(Map.of(Task.WORKER, List.of("127.0.0.1:" + freePort())));
    server = ClusterServer.start(cluster, WORKER, SETTINGS, "1.2.3");
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private ClusterConnection connect(ClusterSpec to, String version, int seconds)
      throws IOException {
    ClusterWait wait = new ClusterWait(Duration.ofSeconds(seconds), () -> false, lines::add);
    return ClusterConnection.open(to, Optional.empty(), wait, version);
  }

  @Test
  void tellsItsDevices() throws Exception {
    ClusterConnection connection = connect(cluster, "1.2.3", 20);
    assertThat(lines).isEmpty();
    assertThat(connection.target()).isEqualTo(server.target());
    assertThat(connection.devices(WORKER)).isEqualTo(connection.devices());
    assertThat(connection.devices())
        .extracting(DeviceInfo::name)
        .contains(
            "/job:worker/replica:0/task:0/device:CPU:0",
            "/job:worker/replica:0/task:0/device:CPU:1");
  }

  @Test
  void keepsTheVariablesOfSessionsApart() {
    ConfigProto isolated = ConfigProto.newBuilder().setIsolateSessionState(true).build();
    try (Graph graph = new Graph();
        Session first = TargetSession.open(graph, isolated, server.target());
        Session second = TargetSession.open(graph, isolated, server.target())) {
      Ops tf = Ops.create(graph);
      var variable = tf.varHandleOp(TFloat32.class, Shape.scalar(), VarHandleOp.sharedName("v"));
      var assign = tf.assignVariableOp(variable, tf.constant(3f));
      var read = tf.readVariableOp(variable, TFloat32.class);
      first.run(assign);
      assertThat(((TFloat32) first.runner().fetch(read).run().get(0)).getFloat()).isEqualTo(3f);
      assertThatThrownBy(() -> second.runner().fetch(read).run())
          .isInstanceOf(TensorFlowException.class)
          .hasMessageContaining("Could not find variable v");
    }
  }

  @Test
  void refusesAPortInUse() {
    assertThatThrownBy(() -> ClusterServer.start(cluster, WORKER, SETTINGS))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "worker 0: port %d of its address %s cannot be listened on here: "
                .formatted(cluster.port(WORKER), cluster.address(WORKER)));
  }

  @Test
  void refusesAnotherVersion() {
    assertThatThrownBy(() -> connect(cluster, "1.2.4", 20))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "worker 0 at %s runs multigpu-mnist 1.2.3, this process 1.2.4: expected the same"
                .formatted(cluster.address(WORKER)));
  }

  @Test
  void refusesAnotherClusterFile() throws IOException {
    String address = cluster.address(WORKER);
    ClusterSpec larger =
        new ClusterSpec(Map.of(Task.WORKER, List.of(address, "127.0.0.1:" + freePort())));
    assertThatThrownBy(() -> connect(larger, "1.2.3", 20))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "worker 0 at " + address + " was started with another cluster file than this process");
  }

  @Test
  void refusesWhoThinksItIsAnother() throws IOException {
    ClusterProbe probe = new ClusterProbe(cluster, WORKER);
    ClusterHandshake other = ClusterHandshake.of(cluster, WORKER, "1.2.3");
    other =
        new ClusterHandshake(
            other.version(), other.tensorflow(), other.cluster(), "worker 1", other.start());
    ClusterHandshake found = other;
    assertThatThrownBy(() -> probe.check(found, "1.2.3"))
        .isInstanceOf(IOException.class)
        .hasMessage(probe.who() + " was started as worker 1, expected worker 0");
  }

  @Test
  void saysWhomItWaitsForAndGivesUp() throws IOException {
    ClusterSpec nobody = new ClusterSpec(Map.of(Task.WORKER, List.of("127.0.0.1:" + freePort())));
    String who = "worker 0 at " + nobody.address(WORKER);
    assertThatThrownBy(() -> connect(nobody, "1.2.3", 1))
        .isInstanceOf(IOException.class)
        .hasMessage(who + " did not answer within 1 s: Connection refused");
    assertThat(lines).containsExactly("waiting for " + who + " (Connection refused)");
  }

  @Test
  void takesNoOtherListenerForAServer() throws Exception {
    try (ServerSocket other = new ServerSocket(0)) {
      ClusterSpec wrong =
          new ClusterSpec(Map.of(Task.WORKER, List.of("127.0.0.1:" + other.getLocalPort())));
      assertThatThrownBy(() -> connect(wrong, "1.2.3", 1))
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith(
              "within 1 s: somebody listens, but does not answer as a TensorFlow server");
    }
  }

  @Test
  void tellsAFaultFromAnOrdinaryError() throws Exception {
    ClusterConnection connection = connect(cluster, "1.2.3", 20);
    try (Graph graph = new Graph();
        Session session =
            TargetSession.open(graph, ClusterHandshake.alone(20_000), server.target())) {
      Ops tf = Ops.create(graph);
      var read = tf.io.readFile(tf.constant("/nowhere/at/all"));
      assertThatThrownBy(() -> session.runner().fetch(read).run())
          .isInstanceOfSatisfying(
              TensorFlowException.class, e -> assertThat(connection.fault(e)).isEmpty());
    }
    TensorFlowException gone =
        new TensorFlowException(
            "From /job:worker/replica:0/task:0:\nSocket closed\nAdditional GRPC error information");
    assertThat(connection.fault(gone))
        .hasValueSatisfying(
            fault ->
                assertThat(fault)
                    .hasMessage(
                        "the cluster's connections failed, but every task answers: Socket closed"));
  }
}
