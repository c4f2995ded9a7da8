package io.github.multigpumnist.cli;

import io.github.multigpumnist.cluster.ClusterSpec;
import io.github.multigpumnist.cluster.Membership;
import io.github.multigpumnist.cluster.Task;
import io.github.multigpumnist.runtime.ClusterServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** {@code server}: one task of a cluster, for a {@code train --cluster} elsewhere. */
final class ServerCommand implements Command {
  private static final int MOST_TASKS = 10_000;
  private static final int MOST_THREADS = 1024;
  private static final String CONSENT = "listen-on-all-interfaces";

  private static final String PERIL =
      "a TensorFlow server listens on every interface, whatever its address says, unencrypted and"
          + " unauthenticated, and lets whoever reaches the port run any operation: read and write"
          + " every file of this user";

  /**
   * As {@code --json} prints it, once the server is ready.
   *
   * @param task such as {@code worker 0}
   * @param address host and port in the cluster
   * @param pid of this process
   * @param version of this program
   */
  record Ready(String task, String address, long pid, String version) {}

  @Override
  public String name() {
    return "server";
  }

  @Override
  public String summary() {
    return "Runs one task of a cluster, for train --cluster";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .group("Cluster")
        .value("cluster", "FILE", null, "who takes part, as JSON; without it TF_CONFIG tells")
        .value("job", "JOB", null, "ps, chief or worker; with --cluster")
        .value("task", "N", null, "place in the job's list, from 0; with --cluster")
        .toggle(CONSENT, "required: says that only trusted machines can reach the port")
        .group("Devices")
        .value("threads", "N", "0", "threads of one operation on the CPU; 0: TensorFlow chooses")
        .value("gpu-memory-fraction", "F", "0", "share of each GPU's memory; 0: grows as needed");
  }

  @Override
  public Object run(Arguments arguments, Console console) throws Exception {
    if (!arguments.given(CONSENT)) {
      throw new UsageException("flag --" + CONSENT + " is required: " + PERIL);
    }
    ClusterServer.Settings settings =
        new ClusterServer.Settings(
            1,
            arguments.integer("threads", 0, MOST_THREADS),
            arguments.number("gpu-memory-fraction", 0, 1));
    Membership membership = membership(arguments, Optional.ofNullable(tfConfig()));
    Task task = membership.task().orElseThrow();
    ClusterServer.start(membership.cluster(), task, settings);
    String address = membership.cluster().address(task);
    console.warn("multigpu-mnist: warning: " + PERIL);
    endTidily(task, console);
    console.say("%s is ready on port %d".formatted(task, membership.cluster().port(task)));
    console.result(
        new Ready(task.toString(), address, ProcessHandle.current().pid(), Version.number()));
    new CountDownLatch(1).await(); // a signal ends it
    return null;
  }

  private static String tfConfig() {
    return System.getenv(Membership.VARIABLE);
  }

  /** Who this process is: by its flags, or by the environment. */
  static Membership membership(Arguments arguments, Optional<String> tfConfig) throws IOException {
    Optional<Path> file = arguments.path("cluster");
    if (file.isPresent() == tfConfig.isPresent()) {
      throw new UsageException(
          "--cluster and the environment variable TF_CONFIG are %s given, expected one of them"
              .formatted(file.isPresent() ? "both" : "not"));
    }
    return file.isPresent()
        ? byFlags(arguments, file.get())
        : byTfConfig(arguments, tfConfig.get());
  }

  private static Membership byFlags(Arguments arguments, Path file) throws IOException {
    String job = arguments.choice("job", Task.JOBS);
    Task task = new Task(job, arguments.integer("task", 0, MOST_TASKS));
    ClusterSpec cluster = ClusterSpec.read(file);
    if (!cluster.has(task)) {
      throw new UsageException(
          "--job %s --task %d: %s has no such task, expected one of %s"
              .formatted(job, task.index(), file, cluster.tasks()));
    }
    return new Membership(cluster, Optional.of(task));
  }

  private static Membership byTfConfig(Arguments arguments, String tfConfig) throws IOException {
    if (arguments.given("job") || arguments.given("task")) {
      throw new UsageException("--job and --task go with --cluster; TF_CONFIG tells them itself");
    }
    Membership membership = Membership.parseTfConfig(tfConfig);
    if (membership.task().isEmpty()) {
      throw new IOException(
          "TF_CONFIG: task is missing, expected such as " + "{\"type\": \"worker\", \"index\": 0}");
    }
    return membership;
  }

  /** TensorFlow cannot close a server: the signal ends the process as it is. */
  private static void endTidily(Task task, Console console) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> console.warn(task + " ends: what runs on it fails"), "server's last words"));
  }
}
