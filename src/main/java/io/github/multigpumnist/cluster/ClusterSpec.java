package io.github.multigpumnist.cluster;

import io.github.multigpumnist.format.Digests;
import io.github.multigpumnist.format.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.tensorflow.proto.ClusterDef;
import org.tensorflow.proto.JobDef;

/**
 * Who takes part: TensorFlow's cluster dictionary, {@code {"ps": ["10.0.0.1:2222"], "worker":
 * ["10.0.0.2:2222", "10.0.0.3:2222"]}}. There is at least one worker and at most one chief.
 *
 * @param jobs addresses {@code host:port} by job, both in the order of the file
 */
public record ClusterSpec(Map<String, List<String>> jobs) {
  /** Copies and checks the components. */
  public ClusterSpec {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    jobs.forEach((job, addresses) -> copy.put(job, List.copyOf(addresses)));
    jobs = Collections.unmodifiableMap(copy);
    ClusterChecks.check(jobs);
  }

  /**
   * Reads a cluster from a file.
   *
   * @param file JSON
   * @return the cluster
   * @throws IOException naming file, line, job, value and what was expected
   */
  public static ClusterSpec read(Path file) throws IOException {
    if (!Files.exists(file) || Files.isDirectory(file)) {
      throw new IOException(
          file + ": no such file, expected a cluster such as " + ClusterJson.EXAMPLE);
    }
    return parse(TextFile.read(file), file.toString());
  }

  /**
   * Reads a cluster from text.
   *
   * @param json the content of a cluster file
   * @param source named in errors
   * @return the cluster
   * @throws IOException naming source, line, job, value and what was expected
   */
  public static ClusterSpec parse(String json, String source) throws IOException {
    return ClusterJson.parse(json, source, ClusterJson::cluster);
  }

  /**
   * Everybody, in the order of the file.
   *
   * @return at least one task
   */
  public List<Task> tasks() {
    return jobs.keySet().stream().flatMap(job -> tasks(job).stream()).toList();
  }

  /**
   * The tasks of a job.
   *
   * @param job such as {@link Task#WORKER}
   * @return in order; none when the cluster has no such job
   */
  public List<Task> tasks(String job) {
    int count = jobs.getOrDefault(job, List.of()).size();
    return IntStream.range(0, count).mapToObj(index -> new Task(job, index)).toList();
  }

  /**
   * Whether a task takes part.
   *
   * @param task any
   * @return true when it has an address
   */
  public boolean has(Task task) {
    return task.index() < jobs.getOrDefault(task.job(), List.of()).size();
  }

  /**
   * Where a task is reached.
   *
   * @param task of this cluster
   * @return {@code host:port}
   * @throws IllegalArgumentException when the cluster has no such task
   */
  public String address(Task task) {
    if (!has(task)) {
      throw new IllegalArgumentException("task is " + task + ", expected one of " + tasks());
    }
    return jobs.get(task.job()).get(task.index());
  }

  /**
   * A task as messages name it.
   *
   * @param task of this cluster
   * @return such as {@code worker 1 at 10.0.0.3:2222}
   * @throws IllegalArgumentException when the cluster has no such task
   */
  public String who(Task task) {
    return task + " at " + address(task);
  }

  /**
   * On which port a task listens.
   *
   * @param task of this cluster
   * @return 1 to 65535
   * @throws IllegalArgumentException when the cluster has no such task
   */
  public int port(Task task) {
    return Address.parse(task, address(task)).port();
  }

  /**
   * Who may hold the variables, and averages them.
   *
   * @return the parameter servers; without one the chief; without either the first worker
   */
  public List<Task> variablesTasks() {
    if (!tasks(Task.PS).isEmpty()) {
      return tasks(Task.PS);
    }
    Task chief = new Task(Task.CHIEF, 0);
    return List.of(has(chief) ? chief : new Task(Task.WORKER, 0));
  }

  /**
   * Who must run a server.
   *
   * @return in the order of the file: everybody, but a chief only when there is no parameter server
   *     that holds the variables for it
   */
  public List<Task> servers() {
    return tasks().stream()
        .filter(task -> !task.job().equals(Task.CHIEF) || variablesTasks().contains(task))
        .toList();
  }

  /**
   * The cluster as TensorFlow's servers are told it.
   *
   * @return jobs in the order of the file
   */
  public ClusterDef toProto() {
    ClusterDef.Builder cluster = ClusterDef.newBuilder();
    jobs.forEach(
        (name, addresses) -> {
          JobDef.Builder job = cluster.addJobBuilder().setName(name);
          for (int index = 0; index < addresses.size(); index++) {
            job.putTasks(index, addresses.get(index));
          }
        });
    return cluster.build();
  }

  /**
   * Tells clusters apart: every process of a training must have been told the same.
   *
   * @return 64 hex digits, the SHA-256 of all tasks and addresses; the order of the jobs and the
   *     file's white space do not change it
   */
  public String fingerprint() {
    StringBuilder canonical = new StringBuilder();
    for (String job : new TreeMap<>(jobs).keySet()) {
      for (Task task : tasks(job)) {
        canonical.append(task).append(' ').append(address(task)).append('\n');
      }
    }
    byte[] bytes = canonical.toString().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(Digests.of("SHA-256").digest(bytes));
  }
}
