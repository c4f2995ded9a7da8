package io.github.multigpumnist.cli;

import io.github.multigpumnist.cluster.ClusterSpec;
import io.github.multigpumnist.cluster.Membership;
import io.github.multigpumnist.cluster.Task;
import io.github.multigpumnist.runtime.ClusterServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The flags by which a process is told of a cluster, and of its place in it. */
final class ClusterFlags {
  static final String CLUSTER = "cluster";
  static final String CONSENT = "listen-on-all-interfaces";

  static final String PERIL =
      "a TensorFlow server listens on every interface, whatever its address says, unencrypted and"
          + " unauthenticated, and lets whoever reaches the port run any operation: read and write"
          + " every file of this user";

  private static final int MOST_TASKS = 10_000;
  private static final int MOST_SECONDS = 1_000_000;

  private ClusterFlags() {}

  /** The flags of {@code train}. */
  static Flags addTraining(Flags flags) {
    return flags
        .group("Cluster")
        .value(
            CLUSTER,
            "FILE",
            null,
            "train on the servers of this cluster, as JSON; also told by TF_CONFIG")
        .value("ps-shards", "N", null, "spread variables over so many ps by size (default: all)")
        .value("step-timeout", "SECONDS", "60", "a step that takes longer has failed")
        .value(
            "restart-wait",
            "SECONDS",
            "300",
            "how long servers are waited for, at the start and when one is lost")
        .toggle(CONSENT, "required where this process is a server itself: a chief without ps");
  }

  static OptionalInt psShards(Arguments arguments) {
    return arguments.given("ps-shards")
        ? OptionalInt.of(arguments.integer("ps-shards", 1, MOST_TASKS))
        : OptionalInt.empty();
  }

  static Duration stepTimeout(Arguments arguments) {
    return Duration.ofSeconds(arguments.integer("step-timeout", 1, MOST_SECONDS));
  }

  static Duration restartWait(Arguments arguments) {
    return Duration.ofSeconds(arguments.integer("restart-wait", 0, MOST_SECONDS));
  }

  /** What TensorFlow on Kubernetes tells a process, if anything. */
  static Optional<String> tfConfig() {
    return Optional.ofNullable(System.getenv(Membership.VARIABLE));
  }

  /** The cluster that training is to run on; empty: on this machine alone. */
  static Optional<Membership> training(Arguments arguments, Optional<String> tfConfig)
      throws IOException {
    Optional<Path> file = arguments.path(CLUSTER);
    if (file.isPresent() && tfConfig.isPresent()) {
      throw oneOfBoth("both");
    }
    if (tfConfig.isPresent()) {
      return Optional.of(Membership.parseTfConfig(tfConfig.get()));
    }
    return file.isPresent()
        ? Optional.of(new Membership(ClusterSpec.read(file.get()), Optional.empty()))
        : Optional.empty();
  }

  /** Refuses what on a cluster is not {@code train}'s to say. */
  static void refusePlacement(Arguments arguments) {
    if (arguments.given(DeviceFlags.VARIABLES)) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--variables %s: a cluster keeps its variables on the CPUs of its ps, expected --ps-shards alone",
              arguments.string(DeviceFlags.VARIABLES)));
    }
    if (arguments.given(GpuFlags.VIRTUAL)) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--virtual-gpus %s: a cluster's GPUs are the servers', expected the flag where those are started",
              arguments.string(GpuFlags.VIRTUAL)));
    }
  }

  /** Which task a server is: by its flags, or by the environment. */
  static Membership serving(Arguments arguments, Optional<String> tfConfig) throws IOException {
    Optional<Path> file = arguments.path(CLUSTER);
    if (file.isPresent() == tfConfig.isPresent()) {
      throw oneOfBoth(file.isPresent() ? "both" : "not");
    }
    return file.isPresent()
        ? byFlags(arguments, file.get())
        : byTfConfig(arguments, tfConfig.get());
  }

  private static UsageException oneOfBoth(String given) {
    return new UsageException(
        String.format(
            Locale.ROOT,
            "--cluster and the environment variable TF_CONFIG are %s given, expected one of them",
            given));
  }

  private static Membership byFlags(Arguments arguments, Path file) throws IOException {
    String job = arguments.choice("job", Task.JOBS);
    Task task = new Task(job, arguments.integer("task", 0, MOST_TASKS));
    ClusterSpec cluster = ClusterSpec.read(file);
    if (!cluster.has(task)) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--job %s --task %d: %s has no such task, expected one of %s",
              job,
              task.index(),
              file,
              cluster.tasks()));
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

  /** Refuses to listen where nobody has said that it may. */
  static void requireConsent(Arguments arguments) {
    if (!arguments.given(CONSENT)) {
      throw new UsageException("flag --" + CONSENT + " is required: " + PERIL);
    }
  }

  /** Starts a server, and warns of it. */
  static ClusterServer serve(
      ClusterSpec cluster, Task task, ClusterServer.Settings settings, Console console)
      throws IOException {
    ClusterServer server = ClusterServer.start(cluster, task, settings);
    console.warn("multigpu-mnist: warning: " + PERIL);
    return server;
  }
}
