package io.github.multigpumnist.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multigpumnist.cluster.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code train --cluster} on two parameter servers and two workers, real processes all of them;
 * with averaged weights, which checkpoints keep too.
 */
class ClusterTrainIT {
  private static final Task PS = new Task(Task.PS, 0);
  private static final Task WORKER = new Task(Task.WORKER, 1);
  private static final String[] LONG = {"--num-epochs", "20", "--checkpoint-every", "100"};
  private static final int STEPS = 680;
  private static final String ERROR = "multigpu-mnist: error: ";

  @TempDir private static Path scratch;
  private static Tiny tiny;
  private static Servers servers;

  @BeforeAll
  static void startServers() throws Exception {
    tiny = new Tiny(scratch);
    Files.writeString(tiny.path("tiny.json"), Tiny.AVERAGED);
    servers = Servers.started(scratch.resolve("servers"), Map.of(Task.PS, 2, Task.WORKER, 2));
    Program.Result whole = tiny.train("whole", onCluster(LONG));
    assertThat(whole.exitCode()).as(whole.stderr()).isZero();
  }

  @AfterAll
  static void stopServers() {
    servers.close();
  }

  private static String[] onCluster(String... flags) {
    return Stream.concat(
            Stream.of("--cluster", servers.file(), "--restart-wait", "30"), Stream.of(flags))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"batching", "direct", "resident"})
  void trainsAsOneProcessDoes(String input) throws Exception {
    String[] flags = {"--input", input, "--max-steps", "60", "--precision", "float32"};
    assertThat(tiny.train("one-" + input, flags).exitCode()).isZero();
    Program.Result result =
        tiny.train(
            "cluster-" + input,
            onCluster("--ps-shards", "1", "--json", "--input", input, "--max-steps", "60"));
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    assertSameCourse("cluster-" + input, "one-" + input);
    assertThat(Tiny.json(result.stdout()).path("devices").asText())
        .isEqualTo(
            "2 tower(s) on /job:worker/task:0/cpu:0, /job:worker/task:1/cpu:0;"
                + " variables on /job:ps/task:0/cpu:0");
  }

  @Test
  void trainsInBfloat16AndDrawsAStepsTimeline() throws Exception {
    Program.Result result =
        tiny.train(
            "bfloat16", onCluster("--precision", "bfloat16", "--max-steps", "60", "--trace", "40"));
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    tiny.train("bfloat16-alone", "--precision", "bfloat16", "--max-steps", "60");
    assertThat(tiny.result("bfloat16").path("test").path("loss").asDouble())
        .isCloseTo(
            tiny.result("bfloat16-alone").path("test").path("loss").asDouble(), within(0.02));
    String trace = Files.readString(tiny.path("bfloat16/trace-40.json"));
    assertThat(trace).contains("worker 0 CPU:0", "worker 1 CPU:0", "ps 0 CPU:0", "RecvTensor");
    assertThat(Tiny.json(trace).path("traceEvents").findValues("ts"))
        .isNotEmpty()
        .allSatisfy(begin -> assertThat(begin.asDouble()).isBetween(0.0, 60e6));
  }

  @Test
  void spreadsVariablesOverTwoShards() throws Exception {
    Program.Result result =
        tiny.train("shards", onCluster("--log-device-placement", "--max-steps", "60"));
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    assertThat(result.stdout())
        .contains("variables on /job:ps/task:0/cpu:0, /job:ps/task:1/cpu:0")
        .containsPattern("(?m)^out/weights: /job:ps/replica:0/task:0/device:CPU:0$")
        .containsPattern("(?m)^c1/weights: /job:ps/replica:0/task:1/device:CPU:0$")
        .containsPattern("(?m)^tower_0/c1/.*: /job:worker/replica:0/task:0/device:CPU:0$")
        .containsPattern("(?m)^tower_1/gradients/.*: /job:worker/replica:0/task:1/device:CPU:0$");
    tiny.train("unsharded", "--max-steps", "60");
    assertSameCourse("shards", "unsharded");
  }

  @Test
  void goesOnOnTheClusterWithARunOfOneMachineAndBack() throws Exception {
    tiny.train("moving", "--num-epochs", "20", "--max-steps", "40");
    Program.Result cluster =
        tiny.train("moving", onCluster("--num-epochs", "20", "--max-steps", "300"));
    assertThat(cluster.stdout()).contains("Resuming from checkpoint moving/model.ckpt-40");
    Program.Result end = tiny.train("moving", LONG);
    assertThat(end.stdout()).contains("Resuming from checkpoint moving/model.ckpt-300");
    assertSameCourse("moving", "whole");
  }

  @ParameterizedTest
  @ValueSource(strings = {"worker", "ps"})
  void aLostServerIsWaitedForAndNothingIsLost(String job) throws Exception {
    Task lost = job.equals("ps") ? PS : WORKER;
    String run = "lost-" + job;
    // A lost worker is told at once; whether a lost ps is gone for good, only time tells.
    try (Program.Running train = tiny.start(run, onCluster(flags("--step-timeout", "5")))) {
      tiny.awaitStep(train, run, 230);
      servers.kill(lost);
      awaitStderr(train, "waiting for " + servers.who(lost) + " (Connection refused)");
      servers.start(lost);
      Program.Result end = train.await();
      assertThat(end.exitCode()).as(end.stderr()).isZero();
      assertThat(end.stdout())
          .containsOnlyOnce(servers.who(lost) + " does not answer: Connection refused (")
          .containsPattern("Resuming from checkpoint " + run + "/model.ckpt-\\d+");
    }
    assertThat(tiny.weights(run, STEPS)).isEqualTo(tiny.weights("whole", STEPS));
    assertThat(tiny.result(run).path("test")).isEqualTo(tiny.result("whole").path("test"));
  }

  @Test
  void aSilentWorkerIsNoHang() throws Exception {
    try (Program.Running train = tiny.start("silent", onCluster(flags("--step-timeout", "3")))) {
      tiny.awaitStep(train, "silent", 30);
      servers.signal(WORKER, "STOP");
      awaitStderr(train, "waiting for " + servers.who(WORKER));
      servers.signal(WORKER, "CONT");
      Program.Result end = train.await();
      assertThat(end.exitCode()).as(end.stderr()).isZero();
      assertThat(end.stdout()).contains(servers.who(WORKER) + " does not answer: somebody listens");
    } finally {
      servers.signal(WORKER, "CONT");
    }
    assertThat(tiny.weights("silent", STEPS)).isEqualTo(tiny.weights("whole", STEPS));
  }

  @Test
  void aKilledChiefGoesOn() throws Exception {
    try (Program.Running train = tiny.start("chief", onCluster(LONG))) {
      tiny.awaitStep(train, "chief", 330);
      assertThat(train.signal("KILL").await().exitCode()).isEqualTo(137);
    }
    Program.Result end = tiny.train("chief", onCluster(LONG));
    assertThat(end.exitCode()).as(end.stderr()).isZero();
    assertThat(end.stdout()).containsPattern("Resuming from checkpoint chief/model.ckpt-\\d+");
    assertThat(tiny.weights("chief", STEPS)).isEqualTo(tiny.weights("whole", STEPS));
  }

  /** A path that means another folder to every process stands for a file that one hasn't. */
  @Test
  void missingRecordsAreSaidByWorkerAndPath() throws Exception {
    Program.Result converted =
        tiny.run("data convert --dataset idx:tiny --output records --validation-size 60");
    assertThat(converted.exitCode()).as(converted.stderr()).isZero();
    Program.Result result =
        tiny.run(
            "train --model tiny.json --train-dir no-records --data-dir /proc/self/cwd/records",
            onCluster());
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr().lines().filter(line -> line.startsWith(ERROR)))
        .singleElement()
        .asString()
        .startsWith(
            ERROR
                + servers.who(new Task(Task.WORKER, 0))
                + " has no readable /proc/self/cwd/records/train.tfrecords (")
        .endsWith("), expected the records at the same path on every worker");
  }

  @Test
  void compareShowsWhatFeedingAcrossTheNetworkCosts() throws Exception {
    Program.Result result =
        tiny.run(
            "compare --dataset idx:tiny --models tiny.json --steps 40 --repeat 1 --towers 2 --json"
                + " --inputs batching,direct --output compared --cluster",
            servers.file());
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    JsonNode json = Tiny.json(result.stdout());
    assertThat(json.path("settings").path("cluster").asText()).isEqualTo(servers.file());
    assertThat(json.path("rows").findValuesAsText("input")).containsExactly("batching", "direct");
    assertThat(json.path("rows"))
        .allSatisfy(row -> assertThat(row.path("images_per_second").asDouble()).isPositive());
    assertThat(
            tiny.run("compare --output x --cluster chief.json", "--dataset", "idx:tiny").stderr())
        .contains("chief.json: no such file");
  }

  @Test
  void givesUpOnWhoNeverComes() throws Exception {
    try (Servers nobody =
        Servers.described(scratch.resolve("nobody"), Map.of(Task.PS, 1, Task.WORKER, 1))) {
      Program.Result result =
          tiny.train("nobody", "--cluster", nobody.file(), "--restart-wait", "1");
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.stderr())
          .contains("did not answer within 1 s: Connection refused\n")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void aSignalEndsTheWaiting() throws Exception {
    try (Servers nobody =
            Servers.described(scratch.resolve("none"), Map.of(Task.PS, 1, Task.WORKER, 1));
        Program.Running train = tiny.start("none", "--cluster", nobody.file())) {
      awaitStderr(train, "waiting for ");
      Program.Result end = train.signal("TERM").await();
      assertThat(end.exitCode()).isEqualTo(143);
      assertThat(end.stderr()).contains("interrupted while waiting for ");
    }
  }

  @Test
  void flagsThatDoNotFitAreRefused() throws Exception {
    assertThat(tiny.train("x", "--ps-shards", "2").stderr())
        .isEqualTo(ERROR + "--ps-shards goes with --cluster or TF_CONFIG\n");
    assertThat(tiny.train("x", onCluster("--ps-shards", "3")).stderr())
        .endsWith(
            ERROR
                + "--ps-shards 3: the cluster keeps variables on [ps 0, ps 1], expected at most 2\n");
    assertThat(tiny.train("x", onCluster("--devices", "gpu")).stderr())
        .contains(servers.who(new Task(Task.WORKER, 0)) + ": TensorFlow sees no GPU there");
    assertThat(tiny.train("x", onCluster("--devices", "cpu:1")).stderr())
        .contains(ERROR + "--devices cpu:1: expected one of auto, gpu, cpu for the workers");
  }

  /** As TensorFlow on Kubernetes starts it, without a parameter server. */
  @Test
  void aChiefWithoutParameterServerHoldsTheVariablesWhenItMayListen() throws Exception {
    try (Servers workers =
        Servers.started(scratch.resolve("chiefs"), Map.of(Task.CHIEF, 1, Task.WORKER, 2))) {
      String[] flags = {"--cluster", workers.file(), "--max-steps", "60"};
      assertThat(tiny.train("refused", flags).stderr())
          .startsWith(ERROR + "flag --listen-on-all-interfaces is required: a TensorFlow server");
      String tfConfig =
          "{\"cluster\": %s, \"task\": {\"type\": \"%s\", \"index\": 0}}"
              .formatted(Files.readString(Path.of(workers.file())), "%s");
      Tiny other = new Tiny(Files.createDirectories(scratch.resolve("told")));
      Files.writeString(other.path("tiny.json"), Tiny.AVERAGED);
      other.program().with("TF_CONFIG", tfConfig.formatted("worker"));
      assertThat(other.train("worker").stderr())
          .contains(
              "this process is worker 0 of the cluster, expected chief 0 to run the training");
      other.program().with("TF_CONFIG", tfConfig.formatted("chief"));
      Program.Result result =
          other.train("chief", "--listen-on-all-interfaces", "--max-steps", "60");
      assertThat(result.exitCode()).as(result.stderr()).isZero();
      assertThat(result.stdout()).contains("variables on /job:chief/task:0/cpu:0");
      tiny.train("alone", "--max-steps", "60");
      assertSameCourse(other.path("chief").toString(), "alone");
    }
  }

  /** To float accuracy: the losses of every fifth step, and the test's. */
  private static void assertSameCourse(String run, String expected) throws Exception {
    List<JsonNode> lines = tiny.metrics(run);
    List<JsonNode> wanted = tiny.metrics(expected);
    assertThat(lines).hasSameSizeAs(wanted).isNotEmpty();
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i).path("step")).isEqualTo(wanted.get(i).path("step"));
      assertClose(lines.get(i).path("loss"), wanted.get(i).path("loss"));
    }
    assertClose(
        tiny.result(run).path("test").path("loss"),
        tiny.result(expected).path("test").path("loss"));
  }

  private static void assertClose(JsonNode value, JsonNode expected) {
    assertThat(value.asDouble()).isCloseTo(expected.asDouble(), within(1e-5));
  }

  private static String[] flags(String... more) {
    return Stream.concat(Stream.of(LONG), Stream.of(more)).toArray(String[]::new);
  }

  private static void awaitStderr(Program.Running run, String text) throws Exception {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
    while (!run.stderr().contains(text)) {
      if (!run.isAlive() || Instant.now().isAfter(deadline)) {
        throw new AssertionError(
            "never said '" + text + "'\n" + run.stdout() + "\n" + run.stderr());
      }
      Thread.sleep(20);
    }
  }
}
