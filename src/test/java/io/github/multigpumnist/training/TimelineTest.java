package io.github.multigpumnist.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.multigpumnist.TowerRun;
import io.github.multigpumnist.model.ModelFile;
import io.github.multigpumnist.runtime.StepRequest.Extra;
import io.github.multigpumnist.runtime.StepTrace.Execution;
import io.github.multigpumnist.training.Timeline.Slice;
import io.github.multigpumnist.training.Timeline.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.proto.NodeDef;

class TimelineTest {
  private static final String DEVICE = "/job:localhost/replica:0/task:0/device:CPU:0";
  @TempDir private Path folder;

  private static Slice slice(String row, TracePhase phase, double begin, double end) {
    return new Slice(row, phase, row + "/x", "MatMul", "CPU:0", 7, begin, end);
  }

  private static Timeline handMade() {
    return new Timeline(
        3,
        List.of(
            slice("tower_0", TracePhase.FORWARD, 0, 10),
            slice("tower_1", TracePhase.FORWARD, 5, 20),
            slice("tower_0", TracePhase.GRADIENTS, 9, 30),
            slice("tower_1", TracePhase.GRADIENTS, 25, 40),
            slice("tower_0", TracePhase.GRADIENTS, 28, 35),
            slice("average", TracePhase.AVERAGE, 40, 41),
            slice("update", TracePhase.UPDATE, 42, 50)));
  }

  /** Tower 0 is busy from 0 to 35, tower 1 for 30: common are 5–20 and 25–35. */
  @Test
  void countsWhenTowersRunSideBySide() {
    Timeline timeline = handMade();
    assertThat(timeline.overlap()).isCloseTo(25.0 / 30, within(1e-12));
    assertThat(timeline.micros()).isEqualTo(50);
    assertThat(timeline.summary())
        .isEqualTo(
            "trace of step 3: 0.1 ms, towers ran side by side for 83 % of the shorter one's time");
    Timeline inTurns =
        new Timeline(
            1,
            List.of(
                slice("tower_0", TracePhase.FORWARD, 0, 10),
                slice("tower_1", TracePhase.FORWARD, 10, 20)));
    assertThat(inTurns.overlap()).isZero();
    Timeline one = new Timeline(1, List.of(slice("tower_0", TracePhase.FORWARD, 0, 10)));
    assertThat(one.overlap()).isEqualTo(1);
    assertThat(one.summary()).isEqualTo("trace of step 1: 0.0 ms, one tower");
  }

  @Test
  void aTowerIsForwardUntilItsGradientsBegin() {
    assertThat(handMade().spans())
        .contains(
            new Span("tower_0", TracePhase.FORWARD, "CPU:0", 0, 9),
            new Span("tower_0", TracePhase.GRADIENTS, "CPU:0", 9, 35),
            new Span("tower_1", TracePhase.FORWARD, "CPU:0", 5, 20),
            new Span("tower_1", TracePhase.GRADIENTS, "CPU:0", 25, 40));
  }

  @ParameterizedTest
  @CsvSource({
    "tower_1/conv1/BiasAdd, Conv2D, tower_1, FORWARD",
    "tower_0/loss/ReduceSum, Sum, tower_0, FORWARD",
    "tower_12/gradients/segment_0/MatMul, MatMul, tower_12, GRADIENTS",
    "tower_0/norm1/gradient/Mul, Mul, tower_0, GRADIENTS",
    "tower_0/input/images, Placeholder, input, INPUT",
    "_arg_tower_0/input/images_0_2, _Arg, input, INPUT",
    "average/conv1_weights, AddN, average, AVERAGE",
    "average/weight_decay/Mul, Mul, other, OTHER",
    "moving_averages/AddN, AddN, average, AVERAGE",
    "update/ApplyMomentum_3, ApplyMomentum, update, UPDATE",
    "AssignAdd, AssignAdd, update, UPDATE",
    "conv1/weights, VariableV2, other, OTHER",
    "tower_1/conv1/weights/_3, _Recv, transfer, TRANSFER"
  })
  void tellsPhasesByNames(String node, String operation, String row, TracePhase phase) {
    Execution execution = new Execution(node, operation, DEVICE, 1, 0, 1);
    assertThat(TracePhase.of(execution)).isEqualTo(phase);
    assertThat(TracePhase.row(execution)).isEqualTo(row);
  }

  /** Of real steps: towers at the same time, then averages, each after its gradients, then all. */
  @Test
  void aStepRunsInTheOrderThatItClaims() throws IOException {
    double best = 0;
    try (TowerRun run =
        new TowerRun.Setup()
            .model(ModelFile.load("convnet"))
            .images(1024)
            .towers(2, 256)
            .open()
            .steps(2, 0.01)) {
      Map<String, NodeDef> graph = new HashMap<>();
      run.graph().graphDef().getNodeList().forEach(node -> graph.put(node.getName(), node));
      for (int step = 3; step <= 7; step++) {
        Timeline timeline = Timeline.of(run.step(0.01, Extra.TRACE).trace(), step);
        assertThat(timeline.towers()).containsExactly("tower_0", "tower_1");
        assertThat(timeline.slices().stream().filter(Slice::isOfTower).map(Slice::device))
            .contains("CPU:0", "CPU:1");
        assertOrder(timeline, graph);
        best = Math.max(best, timeline.overlap());
      }
    }
    // Other programs on the machine may take a core from one of the steps, hardly from all.
    assertThat(best).isGreaterThan(0.25);
  }

  private static void assertOrder(Timeline timeline, Map<String, NodeDef> graph) {
    Map<String, Slice> byName = new HashMap<>();
    timeline.slices().forEach(s -> byName.put(s.name(), s));
    List<Slice> sums =
        timeline.slices().stream().filter(s -> s.phase() == TracePhase.AVERAGE).toList();
    assertThat(sums).hasSize(10); // a sum a variable
    int both = 0;
    for (Slice sum : sums) {
      List<String> towers = new ArrayList<>();
      for (String input : graph.get(sum.name()).getInputList()) {
        Slice gradient = byName.get(input.replaceAll(":.*", ""));
        if (gradient != null && gradient.phase() == TracePhase.GRADIENTS) {
          towers.add(gradient.row());
          assertThat(sum.begin()).as(sum.name()).isGreaterThanOrEqualTo(gradient.end());
        }
      }
      both += towers.containsAll(List.of("tower_0", "tower_1")) ? 1 : 0;
    }
    assertThat(both).isGreaterThanOrEqualTo(6); // TensorFlow fuses some with others
    double averaged = sums.stream().mapToDouble(Slice::end).max().orElseThrow();
    List<Slice> changes =
        timeline.slices().stream().filter(s -> s.operation().equals("ApplyMomentum")).toList();
    assertThat(changes).hasSize(10);
    assertThat(changes).allSatisfy(s -> assertThat(s.begin()).isGreaterThanOrEqualTo(averaged));
  }

  @Test
  void writesChromesFormatAndReadsItBack() throws IOException {
    Path file = TraceFile.in(folder, 3);
    assertThat(file).hasFileName("trace-3.json");
    TraceFile.write(file, handMade());
    assertThat(TraceFile.read(file)).isEqualTo(handMade());

    JsonNode root = new ObjectMapper().readTree(file.toFile());
    assertThat(root.path("otherData").path("overlap").asDouble()).isBetween(0.83, 0.84);
    Set<String> named =
        root.path("traceEvents").findParents("ph").stream()
            .filter(e -> e.path("ph").asText().equals("M"))
            .map(e -> e.path("name").asText() + " " + e.path("args").path("name").asText())
            .collect(Collectors.toSet());
    assertThat(named)
        .contains(
            "process_name CPU:0",
            "thread_name tower_0",
            "thread_name tower_0 operations",
            "thread_name tower_0 operations 2",
            "thread_name average");
    Map<Integer, List<JsonNode>> rows = new HashMap<>();
    for (JsonNode event : root.path("traceEvents")) {
      assertThat(event.path("pid").isInt()).isTrue();
      assertThat(event.path("tid").isInt()).isTrue();
      assertThat(event.path("name").asText()).isNotEmpty();
      if (event.path("ph").asText().equals("X")) {
        assertThat(event.path("ts").isNumber()).isTrue();
        assertThat(event.path("dur").asDouble()).isNotNegative();
        assertThat(event.path("cat").asText()).isNotEmpty();
        rows.computeIfAbsent(event.path("tid").asInt(), t -> new ArrayList<>()).add(event);
      } else {
        assertThat(event.path("ph").asText()).isEqualTo("M");
      }
    }
    rows.values().forEach(TimelineTest::assertNothingOverlaps);
  }

  /** Slices of a row that overlap without being inside each other are not shown rightly. */
  private static void assertNothingOverlaps(List<JsonNode> row) {
    double end = 0;
    for (JsonNode event : row) {
      assertThat(event.path("ts").asDouble()).isGreaterThanOrEqualTo(end);
      end = event.path("ts").asDouble() + event.path("dur").asDouble();
    }
  }

  @Test
  void namesAFileThatIsNoTimeline() throws IOException {
    Path file = Files.writeString(folder.resolve("x.json"), "{\"traceEvents\": [");
    assertThatIOException()
        .isThrownBy(() -> TraceFile.read(file))
        .withMessageStartingWith(file + ": no timeline of a step (");
  }
}
