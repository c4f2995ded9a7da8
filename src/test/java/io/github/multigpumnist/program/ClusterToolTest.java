package io.github.multigpumnist.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multigpumnist.cluster.ClusterSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tools/cluster} with servers that only say that they are ready, and stay. */
@Timeout(60)
class ClusterToolTest {
  private static final Path SCRIPT =
      Path.of(System.getProperty("multigpumnist.basedir"), "tools", "cluster");

  /** Takes: server --cluster FILE --job JOB --task N --listen-on-all-interfaces. */
  private static final String SERVER =
      """
      #!/bin/bash
      [[ $1 == server ]] || exit 0
      [[ "$5 $7" != "$BROKEN" ]] || { echo 'it starts'; echo 'the port is in use'; exit 1; }
      echo "$5 $7 of $3 is ready" >&2
      exec sleep 300
      """;

  @TempDir private Path folder;
  private Path server;

  @BeforeEach
  void writeServer() throws IOException {
    server = folder.resolve("program");
    Files.writeString(server, SERVER);
    Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwx------"));
  }

  private record Ended(int code, String output) {}

  @Test
  void commandHasTheClusterAndItsExitCodeIsPassedOn() throws Exception {
    Ended ended =
        run("", "--ps", "2", "--workers", "1", "--chief", "--", "sh", "-c", "cat $CLUSTER; exit 7");
    ClusterSpec cluster = ClusterSpec.parse(ended.output(), "output");
    assertThat(cluster.tasks()).hasToString("[ps 0, ps 1, worker 0, chief 0]");
    assertThat(cluster.tasks()).allMatch(task -> cluster.address(task).startsWith("127.0.0.1:"));
    assertThat(ended.code()).isEqualTo(7);
  }

  @Test
  void serversEndWithTheCommandAndOthersStay() throws Exception {
    Process other = new ProcessBuilder(server.toString(), "server").start();
    try {
      Ended ended = run("", "--", "sh", "-c", "cut -d' ' -f1 $(dirname $CLUSTER)/*-*.pid");
      assertThat(ended.output().lines()).hasSize(3).noneMatch(ClusterToolTest::isAlive);
      assertThat(ended.code()).isZero();
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void aServerThatEndsAtItsStartEndsAll() throws Exception {
    Path cluster = folder.resolve("cluster");
    Ended ended = run("worker 1", "--folder", cluster.toString(), "--", "echo", "it ran");
    assertThat(ended)
        .isEqualTo(
            new Ended(
                1, "tools/cluster: error: worker 1 ended at its start: the port is in use\n"));
    assertThat(cluster.resolve("worker-0.log")).content().contains("is ready");
    assertThat(cluster.resolve("worker-0.pid")).doesNotExist();
  }

  @Test
  void oneServerIsKilledAndStartedAgain() throws Exception {
    Path cluster = folder.resolve("cluster");
    String words = " --folder " + cluster;
    String kill = SCRIPT + " kill worker 1" + words;
    String start = SCRIPT + " start worker 1" + words;
    String script =
        String.join(
            "\n",
            "d=" + cluster,
            "alive() { grep -qs '^State:[[:space:]]*[^Z]' /proc/$1/status; }",
            "read before ticks <$d/worker-1.pid; read other ticks <$d/worker-0.pid",
            kill + " || exit 1",
            "alive $before && exit 2",
            kill + " && exit 3",
            start + " || exit 4",
            start + " && exit 5",
            "read after ticks <$d/worker-1.pid; [ $after != $before ] || exit 6",
            "alive $after && alive $other || exit 7",
            "echo after=$after");
    Ended ended = run("", "--folder", cluster.toString(), "--", "sh", "-c", script);
    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("worker 1 is not running", "worker 1 is running already");
    String after = ended.output().replaceAll("(?s).*after=(\\d+)\n", "$1");
    assertThat(isAlive(after)).as(after).isFalse();
    assertThat(cluster.resolve("worker-1.log")).content().hasLineCount(2);
  }

  /** A process that has the recorded id but began at another time is another's. */
  @Test
  void anIdThatWasTakenAgainIsNotKilled() throws Exception {
    Process other = new ProcessBuilder(server.toString(), "server").start();
    try {
      Path cluster = Files.createDirectory(folder.resolve("cluster"));
      Files.writeString(cluster.resolve("worker-0.log"), "");
      Files.writeString(cluster.resolve("worker-0.pid"), other.pid() + " 1\n");
      Ended ended = run("", "kill", "worker", "0", "--folder", cluster.toString());
      assertThat(ended).isEqualTo(new Ended(1, "tools/cluster: error: worker 0 is not running\n"));
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void withoutCommandItStaysUntilItIsEnded() throws Exception {
    Path cluster = folder.resolve("cluster");
    Process process = start("", "--workers", "1", "--folder", cluster.toString());
    assertThat(process.inputReader().readLine()).startsWith("2 servers are ready");
    List<String> ids = new ArrayList<>();
    for (String name : List.of("ps-0.pid", "worker-0.pid", "command.pid")) {
      ids.add(Files.readString(cluster.resolve(name)).split(" ")[0]);
    }
    assertThat(ids).allMatch(ClusterToolTest::isAlive);
    Ended second = run("", "--folder", cluster.toString());
    assertThat(second)
        .isEqualTo(
            new Ended(
                1, "tools/cluster: error: " + cluster + ": a cluster runs there, expected none\n"));
    assertThat(ids).allMatch(ClusterToolTest::isAlive);
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(143);
    assertThat(ids).noneMatch(ClusterToolTest::isAlive);
  }

  @Test
  void badCommandLineHasExitCode2() throws Exception {
    assertThat(run("", "--workers", "two").output())
        .startsWith("tools/cluster: error: --workers is 'two', expected a number\nusage: ");
    assertThat(run("", "kill", "worker").code()).isEqualTo(2);
  }

  private Ended run(String broken, String... words) throws Exception {
    Process process = start(broken, words);
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), output);
  }

  private Process start(String broken, String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    if (!words[0].equals("kill")) {
      command.addAll(List.of("--program", server.toString()));
    }
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("BROKEN", broken);
    return builder.start();
  }

  /** A zombie is dead. */
  private static boolean isAlive(String id) {
    try {
      return !Files.readString(Path.of("/proc", id, "status")).contains("State:\tZ");
    } catch (IOException e) {
      return false;
    }
  }
}
