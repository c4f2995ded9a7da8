package io.github.multigpumnist.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code server}, from its refusals to its end. */
class ServerIT {
  private static final String CONSENT = "--listen-on-all-interfaces";
  private static final String ERROR = "multigpu-mnist: error: ";

  @TempDir private Path scratch;

  private Program program;
  private Path cluster;
  private int port;

  @BeforeEach
  void writeClusterFile() throws Exception {
    program = Program.packaged(scratch);
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    cluster = Files.writeString(scratch.resolve("cluster.json"), clusterOf(port));
  }

  private static String clusterOf(int port) {
    return "{\"worker\": [\"127.0.0.1:" + port + "\"]}";
  }

  private Program.Running start(String... more) throws Exception {
    String[] words = {
      "server", "--cluster", cluster.toString(), "--job", "worker", "--task", "0", CONSENT
    };
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return program.start(all);
  }

  private static void awaitReady(Program.Running server) throws Exception {
    while (server.isAlive() && !(server.stdout() + server.stderr()).contains("is ready")) {
      Thread.sleep(50);
    }
  }

  @Test
  void refusesWithoutConsent() throws Exception {
    Program.Result result =
        program.run("server", "--cluster", cluster.toString(), "--job", "worker", "--task", "0");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stderr())
        .hasLineCount(1)
        .startsWith(ERROR + "flag --listen-on-all-interfaces is required: a TensorFlow server")
        .contains("every interface", "unauthenticated", "read and write every file of this user");
  }

  @Test
  void refusesATaskThatIsNotInTheFile() throws Exception {
    String[] words = {
      "server", "--cluster", cluster.toString(), "--job", "ps", "--task", "3", CONSENT
    };
    assertThat(program.run(words))
        .isEqualTo(
            new Program.Result(
                2,
                "",
                ERROR
                    + "--job ps --task 3: "
                    + cluster
                    + " has no such task, expected one of [worker 0]\n"));
  }

  @Test
  void wantsTheFileOrTheEnvironment() throws Exception {
    String line = ERROR + "--cluster and the environment variable TF_CONFIG are %s given,";
    assertThat(program.run("server", CONSENT).stderr()).startsWith(line.formatted("not"));
    program.with("TF_CONFIG", "{}");
    try (Program.Running both = start()) {
      assertThat(both.await().exitCode()).isEqualTo(2);
      assertThat(both.stderr()).startsWith(line.formatted("both"));
    }
  }

  @Test
  void refusesAMalformedTfConfig() throws Exception {
    Program.Result result = program.with("TF_CONFIG", "{\n\"cluster\": 7}").run("server", CONSENT);
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr())
        .startsWith(ERROR + "TF_CONFIG:2: cluster is 7, expected an object such as ")
        .hasLineCount(1);
  }

  @Test
  void refusesATfConfigWithoutATask() throws Exception {
    Program.Result result =
        program.with("TF_CONFIG", "{\"cluster\": " + clusterOf(port) + "}").run("server", CONSENT);
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr()).startsWith(ERROR + "TF_CONFIG: task is missing, expected such as");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void listensUntilASignalEndsIt(String signal) throws Exception {
    assumeFalse(
        signal.equals("INT") && Program.ignoresInterrupts(), "SIGINT does not reach children here");
    try (Program.Running server = start()) {
      awaitReady(server);
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
      }
      Program.Result end = server.signal(signal).await();
      assertThat(end.exitCode()).isEqualTo(signal.equals("TERM") ? 143 : 130);
      assertThat(end.stdout()).isEqualTo("worker 0 is ready on port " + port + "\n");
      assertThat(end.stderr().lines())
          .satisfiesExactly(
              peril -> assertThat(peril).contains("warning: a TensorFlow server listens on every"),
              last -> assertThat(last).isEqualTo("worker 0 ends: what runs on it fails"));
    }
  }

  @Test
  void saysAtOnceThatItsPortIsInUse() throws Exception {
    try (ServerSocket other = new ServerSocket()) {
      other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      try (Program.Running server = start()) {
        Program.Result result = server.await();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr())
            .startsWith(
                ERROR
                    + "worker 0: port %d of its address 127.0.0.1:%d cannot be listened on here: "
                        .formatted(port, port))
            .hasLineCount(1);
      }
    }
  }

  @Test
  void readsTfConfigAndPrintsOneJsonObject() throws Exception {
    program.with(
        "TF_CONFIG",
        "{\"cluster\": " + clusterOf(port) + ", \"task\": {\"type\": \"worker\", \"index\": 0}}");
    try (Program.Running server = program.start("server", CONSENT, "--json")) {
      awaitReady(server);
      JsonNode ready = new ObjectMapper().readTree(server.signal("TERM").await().stdout());
      assertThat(ready.path("task").asText()).isEqualTo("worker 0");
      assertThat(ready.path("address").asText()).isEqualTo("127.0.0.1:" + port);
      assertThat(ready.path("pid").asLong()).isPositive();
    }
  }
}
