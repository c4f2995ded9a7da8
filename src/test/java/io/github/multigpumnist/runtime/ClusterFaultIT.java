package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.multigpumnist.cluster.ClusterSpec;
import io.github.multigpumnist.cluster.Task;
import io.github.multigpumnist.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;

/** Servers in processes of their own, killed, stopped and started again. */
class ClusterFaultIT {
  private static final Task PS = new Task(Task.PS, 0);
  private static final Task WORKER = new Task(Task.WORKER, 0);
  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final String ONE = "on_the_worker";

  private static final ConfigProto CONFIG =
      ConfigProto.newBuilder().setIsolateSessionState(true).setOperationTimeoutInMs(3_000).build();

  @TempDir private Path scratch;

  private final List<String> lines = new ArrayList<>();

  private Program.Running start(Path cluster, Task task) throws IOException {
    return Program.packaged(Files.createTempDirectory(scratch, task.job()))
        .start(
            "server",
            "--cluster=" + cluster,
            "--job=" + task.job(),
            "--task=" + task.index(),
            "--threads=1",
            "--listen-on-all-interfaces");
  }

  private ClusterConnection connect(ClusterSpec cluster) throws Exception {
    String packaged = System.getProperty("multigpumnist.version");
    return ClusterConnection.open(
        cluster, Optional.empty(), new ClusterWait(WAIT, () -> false, lines::add), packaged);
  }

  @Test
  void tellsWhoIsGoneWhoIsSilentAndWhoIsNew() throws Exception {
    ClusterSpec cluster =
        new ClusterSpec(
            Map.of(
                Task.PS, List.of("127.0.0.1:" + ClusterServerTest.freePort()),
                Task.WORKER, List.of("127.0.0.1:" + ClusterServerTest.freePort())));
    Path file =
        Files.writeString(
            scratch.resolve("cluster.json"),
            "{\"ps\": [\"%s\"], \"worker\": [\"%s\"]}"
                .formatted(cluster.address(PS), cluster.address(WORKER)));
    String who = "worker 0 at " + cluster.address(WORKER);
    try (Program.Running ps = start(file, PS);
        Program.Running first = start(file, WORKER);
        Graph graph = new Graph()) {
      Ops.create(graph)
          .withDevice(DeviceSpec.newBuilder().job(Task.WORKER).task(0).build())
          .withName(ONE)
          .constant(1);
      ClusterConnection before = connect(cluster);
      assertThat(lines).anyMatch(line -> line.contains("waiting for "));
      try (Session session = TargetSession.open(graph, CONFIG, before.target())) {
        run(session);

        first.signal("STOP");
        assertThat(faultOf(session, before)).startsWith(who + " does not answer: somebody listens");
        first.signal("CONT");

        first.signal("KILL").await();
        assertThat(faultOf(session, before))
            .startsWith(who + " does not answer: Connection refused");

        try (Program.Running second = start(file, WORKER)) {
          ClusterConnection after = connect(cluster);
          assertThat(faultOf(session, before)).startsWith(who + " was started anew");
          try (Session anew = TargetSession.open(graph, CONFIG, after.target())) {
            run(anew);
          }
          assertThat(second.isAlive()).isTrue();
        }
        assertThat(ps.isAlive()).isTrue();
      }
    }
  }

  private static void run(Session session) {
    try (Result result = session.runner().fetch(ONE).run()) {
      assertThat(result.size()).isOne();
    }
  }

  private static String faultOf(Session session, ClusterConnection connection) {
    TensorFlowException problem =
        catchThrowableOfType(TensorFlowException.class, () -> run(session));
    assertThat(problem).isNotNull();
    return connection.fault(problem).map(Throwable::getMessage).orElse("none: " + problem);
  }
}
