package io.github.multigpumnist.cli;

import io.github.multigpumnist.cluster.Membership;
import io.github.multigpumnist.cluster.Task;
import io.github.multigpumnist.runtime.ClusterServer;
import io.github.multigpumnist.runtime.Cuda;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** {@code server}: one task of a cluster, for a {@code train --cluster} elsewhere. */
final class ServerCommand implements Command {
  private static final int MOST_THREADS = 1024;

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
    Flags flags =
        new Flags()
            .group("Cluster")
            .value(
                ClusterFlags.CLUSTER,
                "FILE",
                null,
                "who takes part, as JSON; without it TF_CONFIG tells")
            .value("job", "JOB", null, "ps, chief or worker; with --cluster")
            .value("task", "N", null, "place in the job's list, from 0; with --cluster")
            .toggle(
                ClusterFlags.CONSENT,
                "required: says that only trusted machines can reach the port")
            .group("Devices")
            .value(
                "threads", "N", "0", "threads of one operation on the CPU; 0: TensorFlow chooses");
    return GpuFlags.addTo(flags);
  }

  @Override
  public Object run(Arguments arguments, Console console) throws Exception {
    ClusterFlags.requireConsent(arguments);
    ClusterServer.Settings settings =
        new ClusterServer.Settings(
            1, arguments.integer("threads", 0, MOST_THREADS), GpuFlags.read(arguments));
    Membership membership = ClusterFlags.serving(arguments, ClusterFlags.tfConfig());
    Task task = membership.task().orElseThrow();
    ClusterFlags.serve(membership.cluster(), task, settings, console);
    Cuda cuda = Cuda.load(); // the server has
    if (cuda.driverCuda() != null && cuda.problem() != null) {
      console.warn(task + " has no GPU: " + cuda.problem());
    }
    String address = membership.cluster().address(task);
    endTidily(task, console);
    console.say(
        String.format(
            Locale.ROOT, "%s is ready on port %d", task, membership.cluster().port(task)));
    console.result(
        new Ready(task.toString(), address, ProcessHandle.current().pid(), Version.number()));
    new CountDownLatch(1).await(); // a signal ends it
    return null;
  }

  /** TensorFlow cannot close a server: the signal ends the process as it is. */
  private static void endTidily(Task task, Console console) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> console.warn(task + " ends: what runs on it fails"), "server's last words"));
  }
}
