package io.github.multigpumnist.runtime;

import io.github.multigpumnist.cluster.ClusterSpec;
import io.github.multigpumnist.cluster.Task;
import io.github.multigpumnist.runtime.ClusterProbe.Finding;
import io.github.multigpumnist.runtime.ClusterProbe.Mute;
import io.github.multigpumnist.runtime.ClusterProbe.Silent;
import io.github.multigpumnist.runtime.ClusterProbe.Speaking;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

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
   * @param log gets a line at once and then every 10 s while a task does not answer
   * @return the cluster, ready for sessions
   * @throws IOException naming task and address, when the time is over; or when the task is another
   *     program, or was told something else, at once
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  public static ClusterConnection open(
      ClusterSpec cluster, Optional<ClusterServer> own, Duration wait, Consumer<String> log)
      throws IOException, InterruptedException {
    return open(cluster, own, new ClusterWait(wait, log), ClusterHandshake.programVersion());
  }

  static ClusterConnection open(
      ClusterSpec cluster, Optional<ClusterServer> own, ClusterWait wait, String version)
      throws IOException, InterruptedException {
    NativeRuntime.prepare(false);
    String target =
        own.map(ClusterServer::target)
            .orElseGet(() -> new ClusterProbe(cluster, cluster.variablesTask()).target());
    ClusterConnection connection = new ClusterConnection(cluster, target);
    for (Task task : cluster.tasks()) {
      ClusterProbe probe = new ClusterProbe(cluster, task);
      ClusterHandshake handshake = wait.forAnswer(probe);
      probe.check(handshake, version);
      connection.starts.put(task, handshake.start());
      connection.devices.put(task, probe.devices());
    }
    return connection;
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
   * Tells why a run failed, when it was the cluster's fault. Asks every task, which takes seconds
   * for one that does not answer.
   *
   * @param problem what a session on this cluster threw
   * @return an exception of one line that names the tasks and addresses; empty for an ordinary
   *     error, such as a missing file
   */
  public Optional<ClusterFaultException> fault(RuntimeException problem) {
    if (!ClusterFault.isOne(problem)) {
      return Optional.empty();
    }
    List<String> found = new ArrayList<>();
    starts.forEach((task, start) -> trouble(task, start).ifPresent(found::add));
    String said = ClusterFault.firstLine(problem);
    return Optional.of(
        new ClusterFaultException(
            found.isEmpty()
                ? "the cluster's connections failed, but every task answers: " + said
                : String.join("; ", found) + " (" + said + ")",
            problem));
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
