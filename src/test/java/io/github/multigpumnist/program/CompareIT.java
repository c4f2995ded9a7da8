package io.github.multigpumnist.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code compare}: what it measures, leaves, and does when it is stopped. */
class CompareIT {
  private static final String COMPARE =
      "compare --dataset digits --models tiny.json --batch-size 8 --steps 25 --repeat 1"
          + " --output out --inputs ";

  private static final String REST = "direct,resident,batching --towers 1";

  @TempDir private Path scratch;
  private Tiny tiny;

  @BeforeEach
  void makeTheModel() throws Exception {
    tiny = new Tiny(scratch);
  }

  /** The measurements' files and when they were written. */
  private Map<String, FileTime> measurements() throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    Path folder = tiny.path("out/measurements");
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
          times.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
        }
      }
    }
    return times;
  }

  @Test
  void measuresEveryCombinationOnce() throws Exception {
    Program.Result run =
        tiny.run(COMPARE + "direct,resident --towers 1,2 --json --target-accuracy 0.01");
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    assertThat(run.stdout()).hasLineCount(1);
    JsonNode json = Tiny.json(run.stdout());
    assertThat(Tiny.json(Files.readString(tiny.path("out/compare.json")))).isEqualTo(json);
    List<String> rows = new ArrayList<>();
    for (JsonNode row : json.get("rows")) {
      rows.add(row.get("input").asText() + " " + row.get("towers").asInt());
      assertThat(row.get("model").asText()).isEqualTo("tiny.json");
      assertThat(row.get("precision").asText()).isEqualTo("float32");
      assertThat(row.get("images_per_second").doubleValue()).isPositive();
      assertThat(row.get("input_wait_share").doubleValue()).isBetween(0.0, 1.0);
      assertThat(row.get("seconds_to_first_step").doubleValue()).isPositive();
      assertThat(row.get("peak_memory_mb").doubleValue()).isBetween(100.0, 100_000.0);
      assertThat(row.get("accuracy").doubleValue()).isBetween(0.0, 1.0);
      assertThat(row.get("efficiency").doubleValue()).isPositive();
      assertThat(row.get("error").isNull()).isTrue();
    }
    assertThat(rows).containsExactly("direct 1", "direct 2", "resident 1", "resident 2");
    assertThat(json.get("command").asText()).startsWith("multigpu-mnist compare --dataset digits");
    assertThat(tiny.path("out"))
        .isDirectoryContaining("glob:**/compare.html")
        .isDirectoryContaining("glob:**/compare.csv")
        .isDirectoryContaining("glob:**/images-per-second.png")
        .isDirectoryNotContaining("glob:**/.runs");
    Map<String, FileTime> measured = measurements();
    assertThat(measured).hasSize(4);

    Program.Result again = tiny.run(COMPARE + "direct,resident --towers 1,2");
    assertThat(again.exitCode()).as(again.stderr()).isZero();
    assertThat(again.stderr().lines().filter(l -> l.contains("measured before"))).hasSize(4);
    assertThat(measurements()).as("nothing is run again").isEqualTo(measured);
    assertThat(again.stdout())
        .startsWith("model ")
        .containsPattern("(?m)^tiny\\.json +float32 +direct +1 +[0-9.]+ ")
        .endsWith("Written to out\n");

    tiny.run(COMPARE + "direct --towers 1 --fresh");
    String one = measured.keySet().iterator().next();
    assertThat(one).startsWith("tiny.json-float32-direct-1-r1-");
    assertThat(measurements().get(one)).isGreaterThan(measured.get(one));
  }

  @Test
  void aCombinationThatFailsDoesNotStopTheOthers() throws Exception {
    Files.writeString(
        tiny.path("flat.json"),
        Tiny.MODEL.replace("{\"type\": \"flatten\", \"name\": \"flatten\"},", ""));
    Program.Result run =
        tiny.run(
            COMPARE.replace("tiny.json", "flat.json,tiny.json") + "resident --towers 1 --json");
    assertThat(run.exitCode()).isEqualTo(1);
    JsonNode rows = Tiny.json(run.stdout()).get("rows");
    assertThat(rows.get(0).get("error").asText()).startsWith("layer 'out': input has shape");
    assertThat(rows.get(0).get("images_per_second").isNull()).isTrue();
    assertThat(rows.get(1).get("images_per_second").doubleValue()).isPositive();
    assertThat(run.stderr().lines().toList())
        .last()
        .asString()
        .startsWith(
            "multigpu-mnist: error: 1 of 2 combinations failed, first flat.json float32, resident,"
                + " 1 tower: layer 'out'");
    assertThat(Files.readString(tiny.path("out/compare.html"))).contains("What failed");
  }

  @Test
  void whatIsWrongIsSaidBeforeAnythingRuns() throws Exception {
    Program.Result unknown = tiny.run("compare --dataset digits --models tiny.json,nothing");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.stderr()).startsWith("multigpu-mnist: error: model 'nothing': no such file");
    Program.Result flag = tiny.run("compare --inputs direct,queue");
    assertThat(flag.exitCode()).isEqualTo(2);
    assertThat(flag.stderr())
        .isEqualTo(
            "multigpu-mnist: error: --inputs direct,queue: 'queue' in the list,"
                + " expected of batching, direct, resident\n");
    assertThat(tiny.path("runs")).doesNotExist();
  }

  /** Starts one short and one long run, and waits until the first is measured. */
  private Program.Running untilTheFirstIsMeasured(String flags) throws Exception {
    Program.Running running = tiny.program().start(Tiny.join(COMPARE + flags));
    Instant deadline = Instant.now().plus(Duration.ofSeconds(90));
    while (measurements().isEmpty() || children(running).isEmpty()) {
      if (!running.isAlive() || Instant.now().isAfter(deadline)) {
        throw new AssertionError("nothing was measured\n" + running.stderr());
      }
      Thread.sleep(20);
    }
    return running;
  }

  private static List<ProcessHandle> children(Program.Running running) {
    return ProcessHandle.of(running.pid()).stream()
        .flatMap(ProcessHandle::descendants)
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  @Test
  void goesOnAfterKillMinusNineAndLeavesNoProcess() throws Exception {
    List<ProcessHandle> left;
    try (Program.Running running = untilTheFirstIsMeasured(REST)) {
      left = children(running);
      running.signal("KILL").await();
    }
    for (ProcessHandle child : left) {
      child.onExit().get(60, TimeUnit.SECONDS);
    }
    Map<String, FileTime> before = measurements();
    assertThat(before.size()).isBetween(1, 2);
    Program.Result rest = tiny.run(COMPARE + REST);
    assertThat(rest.exitCode()).as(rest.stderr()).isZero();
    assertThat(measurements()).hasSize(3).containsAllEntriesOf(before);
    assertThat(tiny.path("out")).isDirectoryNotContaining("glob:**/.runs");
  }

  @Test
  void whenStoppedItSaysWhatItHas() throws Exception {
    Program.Result stopped;
    try (Program.Running running = untilTheFirstIsMeasured(REST)) {
      stopped = running.signal("TERM").await();
    }
    assertThat(stopped.exitCode()).isEqualTo(143);
    assertThat(stopped.stdout()).endsWith("Interrupted; the same command goes on. So far: out\n");
    JsonNode json = Tiny.json(Files.readString(tiny.path("out/compare.json")));
    assertThat(json.get("interrupted").booleanValue()).isTrue();
    assertThat(json.get("rows")).hasSize(3);
    assertThat(json.get("rows").get(0).get("repeats").intValue()).isEqualTo(1);
    assertThat(json.get("rows").get(2).get("error").isNull()).as("stopped is not failed").isTrue();
  }
}
