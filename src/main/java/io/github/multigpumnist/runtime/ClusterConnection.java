package io.github.multigpumnist.runtime;

import io.github.multigpumnist.cluster.ClusterSpec;
import io.github.multigpumnist.cluster.Task;
import io.github.multigpumnist.runtime.ClusterProbe.Finding;
import io.github.multigpumnist.runtime.ClusterProbe.Mute;
import io.github.multigpumnist.runtime.ClusterProbe.Silent;
import io.github.multigpumnist.runtime.ClusterProbe.Speaking;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * A cluster whose every task has answered, runs this program's version and was told the same. It
 * holds nothing open: sessions are opened on its {@link #target()}.
 */
public final class ClusterConnection {
  private final ClusterSpec cluster;
  private final String target;

  /** Which process each task was when it answered. */
  private final Map<Task, String> starts = new LinkedHashMap<>();

  private final Map<Task, List<DeviceInfo>> devices = new LinkedHashMap<>();

  private ClusterConnection(ClusterSpec cluster, String target) {
    this.cluster = cluster;
    this.target = target;
  }

  /**
   * Waits until every task answers.
   *
   * @param cluster who takes part
   * @param own the server in this process, when it is one of the tasks
   * @param wait how long at most, from now, for all tasks together
   * @param stopRequested asked while waiting: true ends it
   * @param log gets a line at once and then every 10 s while a task does not answer
   * @return the cluster, ready for sessions
   * @throws InterruptedIOException when a stop was requested
   * @throws IOException naming task and address, when the time is over; or when the task is another
   *     program, or was told something else, at once
   */
  public static ClusterConnection open(
      ClusterSpec cluster,
      Optional<ClusterServer> own,
      Duration wait,
      BooleanSupplier stopRequested,
      Consumer<String> log)
      throws IOException {
    return open(
        cluster, own, new ClusterWait(wait, stopRequested, log), ClusterHandshake.programVersion());
  }

  static ClusterConnection open(
      ClusterSpec cluster, Optional<ClusterServer> own, ClusterWait wait, String version)
      throws IOException {
    NativeRuntime.prepare(false);
    String target =
        own.map(ClusterServer::target)
            .orElseGet(() -> new ClusterProbe(cluster, cluster.variablesTasks().get(0)).target());
    ClusterConnection connection = new ClusterConnection(cluster, target);
    for (Task task : cluster.servers()) {
      ClusterProbe probe = new ClusterProbe(cluster, task);
      ClusterHandshake handshake = wait.forAnswer(probe);
      probe.check(handshake, version);
      connection.starts.put(task, handshake.start());
      connection.devices.put(task, probe.devices());
    }
    return connection;
  }

  /**
   * Who takes part.
   *
   * @return as given when it was opened
   */
  public ClusterSpec cluster() {
    return cluster;
  }

  /**
   * Where training opens its session.
   *
   * @return this process's own server, else the one that holds the variables
   */
  public String target() {
    return target;
  }

  /**
   * The devices of all tasks.
   *
   * @return with full names such as {@code /job:worker/replica:0/task:0/device:GPU:0}
   */
  public List<DeviceInfo> devices() {
    return devices.values().stream().flatMap(List::stream).toList();
  }

  /**
   * The devices of one task.
   *
   * @param task of the cluster
   * @return its CPUs and GPUs, in TensorFlow's order
   */
  public List<DeviceInfo> devices(Task task) {
    return devices.get(task);
  }

  /**
   * Makes sure that every worker has a file that this machine has, at the same path and with the
   * same content. The content does not cross the network: each machine reads its own.
   *
   * @param file absolute
   * @throws IOException naming worker, address and path
   */
  public void requireOnWorkers(Path file) throws IOException {
    new ClusterFiles(cluster, target).requireOnWorkers(file);
  }

  /**
   * Tells why a run failed, when it was the cluster's fault. Asks every task, which takes seconds
   * for one that does not answer.
   *
   * @param problem what using a session on this cluster threw
   * @return an exception of one line that names the tasks and addresses; empty for an ordinary
   *     error, such as a missing file
   */
  public Optional<ClusterFaultException> fault(Exception problem) {
    Optional<TensorFlowException> cause = ClusterFault.in(problem);
    if (cause.isEmpty()) {
      return Optional.empty();
    }
    List<String> found = new ArrayList<>();
    starts.forEach((task, start) -> trouble(task, start).ifPresent(found::add));
    String said = ClusterFault.firstLine(cause.get());
    String line =
        found.isEmpty()
            ? "the cluster's connections failed, but every task answers: " + said
            : String.join("; ", found) + " (" + said + ")";
    return Optional.of(new ClusterFaultException(line, !found.isEmpty(), problem));
  }

  private Optional<String> trouble(Task task, String start) {
    ClusterProbe probe = new ClusterProbe(cluster, task);
    Finding finding = probe.ask();
    if (finding instanceof Silent silent) {
      return Optional.of(probe.who() + " does not answer: " + silent.reason());
    }
    if (finding instanceof Mute) {
      return Optional.of(probe.who() + " is another TensorFlow server than before");
    }
    boolean same = ((Speaking) finding).handshake().start().equals(start);
    return same ? Optional.empty() : Optional.of(probe.who() + " was started anew");
  }
}
