package io.github.multigpumnist.tower;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.TowerRun;
import io.github.multigpumnist.input.BatchPlan;
import io.github.multigpumnist.input.DirectFeed;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.optimizer.Adam;
import io.github.multigpumnist.optimizer.Momentum;
import io.github.multigpumnist.optimizer.OptimizerDefaults;
import io.github.multigpumnist.optimizer.OptimizerSpec;
import io.github.multigpumnist.runtime.StepRequest.Extra;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.proto.NodeDef;

/** Where variables are changes no number, and everything of a variable is where it is. */
class VariablePlacementTest {
  private static final Precision FLOAT32 = Precision.FLOAT32;

  /** Without slots, with slots, with scalars for all variables, with scalars of each step. */
  static Stream<Arguments> rules() {
    return Stream.concat(
        Stream.of("sgd", "adam", "nadam")
            .map(name -> Arguments.of(OptimizerDefaults.byName(name).spec(), FLOAT32)),
        Stream.of(Precision.values()).map(p -> Arguments.of(new Momentum(0.9, true), p)));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theNumbersAreTheSameEverywhere(OptimizerSpec rule, Precision precision) {
    try (TowerRun usual = run(rule, precision, "cpu").open();
        TowerRun spread = run(rule, precision, "cpu:2,cpu:1").open()) {
      TowerRun.assertEqual(spread.values(), usual.values());
      TowerRun.assertEqual(spread.steps(6, 0.01).values(), usual.steps(6, 0.01).values());
      TowerRun.assertEqual(
          spread.session().trainingState().optimizer(),
          usual.session().trainingState().optimizer());
    }
  }

  /** 13 images: of the last step of each epoch one tower gets nothing. */
  private static TowerRun.Setup run(OptimizerSpec rule, Precision precision, String variables) {
    return new TowerRun.Setup()
        .model(Tiny.withBatchNorm())
        .optimizer(rule)
        .precision(precision)
        .images(13)
        .towers(2, 3)
        .variables(variables);
  }

  @Test
  void averageAndUpdateRunBesideTheVariable() {
    try (TowerRun run = run(new Momentum(0.9, true), FLOAT32, "cpu:2,cpu:1").open()) {
      Map<String, String> placed = new TreeMap<>(run.step(0.1, Extra.PLACEMENT).placement());
      String largest = "/job:localhost/replica:0/task:0/device:CPU:2";
      assertThat(placed)
          .containsEntry("logits/weights", largest)
          .containsEntry("logits/weights/Momentum", largest)
          .containsEntry("average/logits_weights", largest)
          .containsEntry("update/ApplyMomentum_4", largest);
      assertThat(at(placed, "update/.*")).containsOnlyKeys(2, 1);
      assertThat(at(placed, "average/.*")).containsOnlyKeys(2, 1);
    }
  }

  /** Names by the index of their CPU. */
  private static Map<Integer, List<String>> at(Map<String, String> placed, String name) {
    return placed.keySet().stream()
        .filter(node -> node.matches(name) && !node.contains("/_"))
        .collect(
            Collectors.groupingBy(
                node -> Integer.parseInt(placed.get(node).replaceAll(".*:", ""))));
  }

  /** Built only: what is said here of GPUs needs none. */
  @Test
  void onAGpuThatIsAllThereIsOfAVariable() {
    Map<String, String> placed = graph(List.of("/gpu:0"));
    assertOn("/device:GPU:0", placed, "(conv1|bn1|logits)/.*");
    assertOn("/device:GPU:0", placed, "average/.*");
    assertOn("/device:GPU:0", placed, "moving_averages/.*");
    assertOn("/device:GPU:0", placed, "update/.*");
  }

  @Test
  void onTheCpuStaysWhatThereIsOneOfAndWhatNoGpuCan() {
    Map<String, String> placed = graph(List.of("/gpu:1", "/gpu:0"));
    assertOn("/device:CPU:0", placed, "global_step|beta\\d_power|examples|learning_rate|loss/c.*");
    assertOn("/device:CPU:0", placed, "checkpoint/(?!Assign).*|summary/.*|initializer/.*");
    assertOn("/device:CPU:0", placed, "train_step|initialize|input_wait.*");
    assertOn("/device:GPU:1", placed, "logits/weights(/.*)?");
  }

  private static void assertOn(String device, Map<String, String> placed, String names) {
    Map<String, String> found = new TreeMap<>(placed);
    found.keySet().removeIf(name -> !name.matches(names));
    assertThat(found).isNotEmpty();
    found.values().removeIf(device::equals);
    assertThat(found).as("%s that are not on %s", names, device).isEmpty();
  }

  private static Map<String, String> graph(List<String> variables) {
    Placement placement = new Placement(List.of("/gpu:0", "/gpu:1"), variables);
    DirectFeed input = new DirectFeed(Tiny.images(13, 1));
    TowerGraph graph =
        TowerGraph.forTraining(
            new TowerSpec(Tiny.network(Tiny.withBatchNorm()), FLOAT32, placement, 1),
            new TrainingSpec(
                new Adam(0.9, 0.999, 1e-8), input, new BatchPlan(13, 2, 3), true, true));
    return graph.graphDef().getNodeList().stream()
        .collect(Collectors.toMap(NodeDef::getName, NodeDef::getDevice));
  }
}
