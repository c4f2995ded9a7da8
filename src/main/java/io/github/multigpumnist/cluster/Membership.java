package io.github.multigpumnist.cluster;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * What a process is told of the cluster: by its command line, or in the environment variable {@code
 * TF_CONFIG}.
 *
 * @param cluster who takes part
 * @param task which of them this process is, if it was told; one of the cluster
 */
public record Membership(ClusterSpec cluster, Optional<Task> task) {
  /** The environment variable by which TensorFlow on Kubernetes tells a process its place. */
  public static final String VARIABLE = "TF_CONFIG";

  /** Checks the components. */
  public Membership {
    task.ifPresent(cluster::address);
  }

  /**
   * Reads {@code {"cluster": {…}, "task": {"type": "worker", "index": 0}}}. The index may be text,
   * and what else there is isn't looked at, as TensorFlow has it.
   *
   * @param json the content of {@value #VARIABLE}
   * @return the cluster, and the task if one is told
   * @throws IOException naming {@value #VARIABLE}, line, value and what was expected
   */
  public static Membership parseTfConfig(String json) throws IOException {
    return ClusterJson.parse(json, VARIABLE, ClusterJson::membership);
  }

  /**
   * Which server the process that runs the training must be itself. It is the cluster's chief, and
   * needs no server when the variables are elsewhere.
   *
   * @return the chief when it is listed and there is no parameter server; the first worker when
   *     this process was told to be that one, and there is no chief; empty otherwise
   * @throws IllegalArgumentException when this process was told to be another task
   */
  public Optional<Task> trainingServer() {
    Task chief = new Task(Task.CHIEF, 0);
    Task leader = cluster.has(chief) ? chief : new Task(Task.WORKER, 0);
    if (task.isPresent() && !task.get().equals(leader)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "this process is %s of the cluster, expected %s to run the training; the others run 'server'",
              task.get(),
              leader));
    }
    boolean needed = leader.equals(chief) ? cluster.servers().contains(chief) : task.isPresent();
    return needed ? Optional.of(leader) : Optional.empty();
  }
}
