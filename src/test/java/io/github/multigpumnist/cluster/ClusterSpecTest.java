package io.github.multigpumnist.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.ClusterDef;
import org.tensorflow.proto.JobDef;

class ClusterSpecTest {
  private static final String GOOD =
      """
      {
        "worker": ["10.0.0.2:2222", "10.0.0.3:2222"],
        "ps": ["[fe80::1]:2223"],
        "chief": ["mnist-chief-0.default.svc:2222"]
      }
      """;

  @TempDir private Path folder;

  @Test
  void jobsAndTasksKeepTheOrderOfTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("cluster.json"), GOOD);
    ClusterSpec cluster = ClusterSpec.read(file);
    assertThat(cluster.jobs())
        .containsExactly(
            Map.entry("worker", List.of("10.0.0.2:2222", "10.0.0.3:2222")),
            Map.entry("ps", List.of("[fe80::1]:2223")),
            Map.entry("chief", List.of("mnist-chief-0.default.svc:2222")));
    assertThat(cluster.tasks().toString()).isEqualTo("[worker 0, worker 1, ps 0, chief 0]");
    assertThat(cluster.tasks("worker")).containsExactly(worker(0), worker(1));
    assertThat(ClusterSpec.parse("{\"worker\": [\"a:1\"]}", "x").tasks("ps")).isEmpty();
  }

  @Test
  void tasksHaveAddressPortAndDevice() throws IOException {
    ClusterSpec cluster = ClusterSpec.parse(GOOD, "x");
    assertThat(cluster.address(worker(1))).isEqualTo("10.0.0.3:2222");
    assertThat(cluster.port(new Task("ps", 0))).isEqualTo(2223);
    assertThat(worker(1).device()).isEqualTo("/job:worker/task:1");
    assertThat(cluster.has(worker(1))).isTrue();
    assertThat(cluster.has(worker(2))).isFalse();
    assertThatThrownBy(() -> cluster.port(worker(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("task is worker 2, expected one of [worker 0, worker 1, ps 0, chief 0]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"worker\": [\"a:1\"], \"chief\": [\"b:1\"], \"ps\": [\"c:1\", \"d:1\"]}|ps 0, ps 1",
        "{\"worker\": [\"a:1\"], \"chief\": [\"b:1\"]}|chief 0",
        "{\"worker\": [\"a:1\", \"b:1\"]}|worker 0",
      })
  void variablesLieOnPsElseOnChiefElseOnAWorker(String json, String task) throws IOException {
    assertThat(ClusterSpec.parse(json, "x").variablesTasks()).hasToString("[" + task + "]");
  }

  @Test
  void protoTellsEveryTask() throws IOException {
    ClusterDef expected =
        ClusterDef.newBuilder()
            .addJob(
                JobDef.newBuilder()
                    .setName("worker")
                    .putTasks(0, "10.0.0.2:2222")
                    .putTasks(1, "10.0.0.3:2222"))
            .addJob(JobDef.newBuilder().setName("ps").putTasks(0, "[fe80::1]:2223"))
            .addJob(
                JobDef.newBuilder().setName("chief").putTasks(0, "mnist-chief-0.default.svc:2222"))
            .build();
    assertThat(ClusterSpec.parse(GOOD, "x").toProto()).isEqualTo(expected);
  }

  @Test
  void fingerprintIsThatOfTheTasksNotOfTheText() throws IOException {
    String fingerprint =
        ClusterSpec.parse("{\"worker\": [\"a:1\", \"b:1\"], \"ps\": [\"c:1\"]}", "x").fingerprint();
    assertThat(fingerprint)
        // printf 'ps 0 c:1\nworker 0 a:1\nworker 1 b:1\n' | sha256sum
        .isEqualTo("68abc7109efa02bab76265d889b86456a22ddf739f5268080776fa4d4fcc1137");
    assertThat(
            ClusterSpec.parse("{\"ps\":[ \"c:1\"],\n\"worker\":[\"a:1\",\"b:1\"]}", "x")
                .fingerprint())
        .isEqualTo(fingerprint);
    assertThat(
            ClusterSpec.parse("{\"ps\": [\"c:1\"], \"worker\": [\"b:1\", \"a:1\"]}", "x")
                .fingerprint())
        .isNotEqualTo(fingerprint);
  }

  @Test
  void jobsAreCopied() {
    List<String> workers = new ArrayList<>(List.of("a:1"));
    Map<String, List<String>> jobs = new LinkedHashMap<>(Map.of("worker", workers));
    ClusterSpec cluster = new ClusterSpec(jobs);
    workers.add("b:1");
    jobs.clear();
    assertThat(cluster.tasks()).containsExactly(worker(0));
    assertThatThrownBy(() -> cluster.jobs().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void evaluatorIsNoMember() throws IOException {
    String json = "{\"worker\": [\"a:1\"], \"evaluator\": {\"0\": [\"e:1\"]}}";
    assertThat(ClusterSpec.parse(json, "x").jobs()).containsOnlyKeys("worker");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:1",
        "3f2a9c0b1d:65535",
        "my_service:2222",
        "a.b-c.example.:80",
        "[::1]:9",
        "[::ffff:10.0.0.1]:9",
        "255.255.255.255:1"
      })
  void addressesThatAreTaken(String address) {
    assertThat(new ClusterSpec(Map.of("worker", List.of(address))).address(worker(0)))
        .isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        ":1",
        "a:",
        "a:b",
        "a: 1",
        " a:1",
        "a:1:2",
        "::1:2222",
        "[::1]",
        "[::1::]:1",
        "[a]:1",
        "256.0.0.1:1",
        "1.2.3:1",
        "-a:1",
        "a..b:1",
        "a b:1",
        "http://a:1",
        "a:+1",
        "ä:1",
        "a\n:1"
      })
  void addressesThatAreNone(String address) {
    assertThatThrownBy(() -> new ClusterSpec(Map.of("worker", List.of(address))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("address of worker 0 is \"" + address.replace("\n", "\\n") + "\"")
        .hasMessageContaining("expected host:port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "99999999999", "02222"})
  void portsThatAreNone(String port) {
    assertThatThrownBy(() -> new ClusterSpec(Map.of("worker", List.of("a:" + port))))
        .hasMessage("address of worker 0 is \"a:" + port + "\", expected a port from 1 to 65535");
  }

  @Test
  void longHostIsRefusedAndCut() {
    assertThatThrownBy(
            () -> new ClusterSpec(Map.of("worker", List.of("a.".repeat(100_000) + "a:1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }

  private static Task worker(int index) {
    return new Task("worker", index);
  }
}
