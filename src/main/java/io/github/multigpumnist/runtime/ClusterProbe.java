package io.github.multigpumnist.runtime;

import io.github.multigpumnist.cluster.ClusterSpec;
import io.github.multigpumnist.cluster.Task;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.tensorflow.exceptions.TensorFlowException;

/** Asks one task of a cluster who it is, in a few seconds whatever is there. */
final class ClusterProbe {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int ANSWER_MILLIS = 5_000;

  private final ClusterSpec cluster;
  private final Task task;

  ClusterProbe(ClusterSpec cluster, Task task) {
    this.cluster = cluster;
    this.task = task;
  }

  /** What stands behind the task's address. */
  sealed interface Finding {}

  /** Nobody, or nobody who answers. */
  record Silent(String reason) implements Finding {}

  /** A TensorFlow server that says nothing of itself; ours does soon after its start. */
  record Mute() implements Finding {}

  /** A server of this program, which may have been told other things than this process. */
  record Speaking(ClusterHandshake handshake) implements Finding {}

  Finding ask() {
    // Connecting first, as TensorFlow waits out its time for a port where nobody listens.
    try (Socket socket = new Socket()) {
      String host = cluster.address(task).replaceFirst(":\\d+$", "");
      socket.connect(new InetSocketAddress(host, cluster.port(task)), CONNECT_MILLIS);
    } catch (UnknownHostException e) {
      return new Silent("the name is unknown here");
    } catch (IOException e) {
      return new Silent(e.getMessage());
    }
    try {
      Optional<ClusterHandshake> answer = ClusterHandshake.read(target(), ANSWER_MILLIS);
      return answer.<Finding>map(Speaking::new).orElseGet(Mute::new);
    } catch (TensorFlowException e) {
      return new Silent("somebody listens, but does not answer as a TensorFlow server");
    }
  }

  /** The task's devices, as it says. */
  List<DeviceInfo> devices() throws IOException {
    try {
      return DeviceList.of(target(), ClusterHandshake.alone(ANSWER_MILLIS));
    } catch (TensorFlowException e) {
      throw new IOException(who() + " does not list its devices: " + ClusterFault.firstLine(e), e);
    }
  }

  String target() {
    return "grpc://" + cluster.address(task);
  }

  /**
   * Compares what a server was told with what this process was told.
   *
   * @throws IOException saying what differs
   */
  void check(ClusterHandshake found, String version) throws IOException {
    ClusterHandshake own = ClusterHandshake.of(cluster, task, version);
    same("runs multigpu-mnist " + found.version(), found.version(), own.version());
    same("runs TensorFlow " + found.tensorflow(), found.tensorflow(), own.tensorflow());
    if (!found.cluster().equals(own.cluster())) {
      throw new IOException(who() + " was started with another cluster file than this process");
    }
    if (!found.task().equals(own.task())) {
      throw new IOException(who() + " was started as " + found.task() + ", expected " + task);
    }
  }

  private void same(String what, String found, String own) throws IOException {
    if (!found.equals(own)) {
      throw new IOException(who() + " " + what + ", this process " + own + ": expected the same");
    }
  }

  /** Name and address for messages. */
  String who() {
    return cluster.who(task);
  }
}
