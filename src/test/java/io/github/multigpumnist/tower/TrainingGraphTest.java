package io.github.multigpumnist.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.TowerRun;
import io.github.multigpumnist.model.Flatten;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.optimizer.Adam;
import io.github.multigpumnist.optimizer.GradientDescent;
import io.github.multigpumnist.optimizer.Momentum;
import io.github.multigpumnist.runtime.StepRequest.Extra;
import io.github.multigpumnist.training.Evaluator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/** What is in a training graph, where it runs, and what its step computes. */
class TrainingGraphTest {

  @Test
  void variablesAndSlotsAreOnTheFirstCpuAndHaveNoTowersPrefix() {
    try (TowerRun run =
        new TowerRun.Setup().optimizer(new Adam(0.9, 0.999, 1e-8)).towers(2, 3).open()) {
      List<NodeDef> variables = nodes(run, "VariableV2");
      assertThat(variables)
          .extracting(NodeDef::getName)
          .containsExactlyInAnyOrder(
              Stream.concat(
                      Stream.of("global_step", "beta1_power", "beta2_power"),
                      Stream.of("conv1", "local3", "softmax_linear")
                          .flatMap(l -> Stream.of(l + "/weights", l + "/biases"))
                          .flatMap(v -> Stream.of(v, v + "/Adam", v + "/Adam_1")))
                  .toArray(String[]::new));
      assertThat(variables).extracting(NodeDef::getDevice).allMatch(d -> d.endsWith("CPU:0"));
      assertThat(run.graph().modelVariables())
          .containsExactly(
              "conv1/weights",
              "conv1/biases",
              "local3/weights",
              "local3/biases",
              "softmax_linear/weights",
              "softmax_linear/biases");
    }
  }

  @Test
  void batchNormsMovingAveragesHaveNoSlots() {
    try (TowerRun run = new TowerRun.Setup().model(Tiny.withBatchNorm()).open()) {
      assertThat(nodes(run, "VariableV2"))
          .extracting(NodeDef::getName)
          .contains("bn1/moving_mean", "bn1/gamma", "bn1/gamma/Momentum")
          .doesNotContain("bn1/moving_mean/Momentum", "bn1/moving_variance/Momentum");
    }
  }

  static Stream<ModelSpec> models() {
    return Stream.of(Tiny.convnet(), Tiny.withBatchNorm(), Tiny.withDropout());
  }

  @ParameterizedTest
  @MethodSource("models")
  void eachTowersForwardAndBackwardPassRunOnItsDevice(ModelSpec model) {
    for (Precision precision : Precision.values()) {
      try (TowerRun run =
          new TowerRun.Setup().model(model).precision(precision).towers(2, 3).open()) {
        Map<String, String> placed = run.step(0.1, Extra.PLACEMENT).placement();
        for (int tower = 0; tower < 2; tower++) {
          String scope = "tower_" + tower + "/";
          Map<String, String> own = under(placed, scope, "input/");
          assertThat(own).hasSizeGreaterThan(20);
          // Casts of weights to bfloat16 are done once for all towers, beside the variables.
          String device = "/job:localhost/replica:0/task:0/device:CPU:" + tower;
          assertThat(own.values()).containsOnly(device);
          assertThat(under(placed, scope + "gradients/", "").size()).isGreaterThan(8);
          assertThat(under(placed, scope + "conv1/", "")).isNotEmpty();
        }
        assertThat(under(placed, "update/", "").values())
            .isNotEmpty()
            .containsOnly("/job:localhost/replica:0/task:0/device:CPU:0");
      }
    }
  }

  private static Map<String, String> under(
      Map<String, String> placed, String scope, String without) {
    return new TreeMap<>(
        placed.entrySet().stream()
            .filter(e -> e.getKey().startsWith(scope))
            .filter(e -> without.isEmpty() || !e.getKey().startsWith(scope + without))
            .filter(e -> !e.getKey().contains("/_")) // sends and receives
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** The step of plain descent with rate 1 is the gradient of the whole loss. */
  @ParameterizedTest
  @MethodSource("differentiable")
  void theStepIsTheLosssGradientByFiniteDifferences(ModelSpec model) {
    var setup = new TowerRun.Setup().model(model).optimizer(new GradientDescent()).towers(2, 3);
    try (TowerRun run = setup.images(6).open();
        OpenGraph graph = new OpenGraph(run.graph().graphDef(), 2)) {
      graph.run(NodeNames.INITIALIZE);
      Map<String, float[]> before = run.values();
      graph.feedBatches(Tiny.images(6, 1), 1, 0);
      run.step(1);
      Map<String, float[]> after = run.values();
      for (String name : run.graph().modelVariables()) {
        if (name.contains("moving_")) {
          continue;
        }
        float[] gradient = new float[before.get(name).length];
        double largest = 0.05;
        for (int i = 0; i < gradient.length; i++) {
          gradient[i] = before.get(name)[i] - after.get(name)[i];
          largest = Math.max(largest, Math.abs(gradient[i]));
        }
        Random random = new Random(1);
        for (int k = 0; k < 6; k++) {
          int i = random.nextInt(gradient.length);
          assertThat((double) gradient[i])
              .as("%s[%d]", name, i)
              .isCloseTo(graph.slope(name, i, 5e-3f), within(0.02 * largest));
        }
      }
    }
  }

  static Stream<ModelSpec> differentiable() {
    return Stream.of(Tiny.smooth(), Tiny.smoothWithBatchNorm());
  }

  @Test
  void weightDecaysGradientIsLambdaTimesTheWeight() {
    try (TowerRun with = decayed(0.25);
        TowerRun without = decayed(0)) {
      Map<String, float[]> before = with.values();
      assertThat(with.session().fetchFloat(NodeNames.WEIGHT_DECAY))
          .isCloseTo(0.25f * half(before.get("logits/weights")), within(1e-6f));
      assertThat(without.session().fetchFloat(NodeNames.WEIGHT_DECAY)).isZero();
      float loss = with.step(0.1);
      assertThat(without.step(0.1)).as("cross entropy alone").isEqualTo(loss);
      float[] start = before.get("logits/weights");
      for (int i = 0; i < start.length; i++) {
        float difference =
            without.values().get("logits/weights")[i] - with.values().get("logits/weights")[i];
        assertThat(difference).isCloseTo(0.1f * 0.25f * start[i], within(1e-6f));
      }
      assertThat(with.values().get("logits/biases"))
          .isEqualTo(without.values().get("logits/biases"));
    }
  }

  private static float half(float[] weights) {
    double sum = 0;
    for (float w : weights) {
      sum += w * w;
    }
    return (float) (sum / 2);
  }

  private static TowerRun decayed(double decay) {
    ModelSpec model = Tiny.model(new Flatten("f"), Tiny.logits("logits", decay));
    return new TowerRun.Setup().model(model).optimizer(new GradientDescent()).towers(3, 2).open();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cpu:2,cpu:1"})
  void theUpdateWaitsForEveryGradient(String variables) {
    try (TowerRun run = new TowerRun.Setup().towers(2, 3).variables(variables).open()) {
      Map<String, NodeDef> graph =
          run.graph().graphDef().getNodeList().stream()
              .collect(Collectors.toMap(NodeDef::getName, node -> node));
      assertThat(nodes(run, "ApplyMomentum"))
          .hasSize(6)
          .allSatisfy(
              update ->
                  assertThat(waitedFor(update, graph).filter(n -> n.startsWith("average/")))
                      .as("gradients waited for by %s", update.getName())
                      .hasSize(6));
    }
  }

  /** What must be done before, directly or by way of what only waits. */
  private static Stream<String> waitedFor(NodeDef node, Map<String, NodeDef> graph) {
    return node.getInputList().stream()
        .filter(input -> input.startsWith("^"))
        .map(input -> graph.get(input.substring(1)))
        .flatMap(
            before ->
                before.getOp().equals("NoOp")
                    ? waitedFor(before, graph)
                    : Stream.of(before.getName()))
        .distinct();
  }

  @Test
  void masksDifferByTowerStepAndLayerAndComeBackWithTheStep() {
    var setup = new TowerRun.Setup().model(Tiny.withDropout()).towers(2, 3).images(6);
    try (TowerRun run = setup.open();
        TowerRun other = setup.seed(2).open();
        OpenGraph graph = new OpenGraph(run.graph().graphDef(), 2);
        OpenGraph again = new OpenGraph(run.graph().graphDef(), 2);
        OpenGraph otherSeed = new OpenGraph(other.graph().graphDef(), 2)) {
      for (OpenGraph each : List.of(graph, again, otherSeed)) {
        each.run(NodeNames.INITIALIZE);
        each.feedBatches(Tiny.images(6, 1), 1, 0.1f);
      }
      String random = "/StatelessRandomUniform";
      float[] first = graph.fetch("tower_0/drop1" + random);
      assertThat(graph.fetch("tower_0/drop1" + random)).as("same step").isEqualTo(first);
      assertThat(again.fetch("tower_0/drop1" + random)).as("same seed").isEqualTo(first);
      assertThat(graph.fetch("tower_1/drop1" + random)).as("tower").isNotEqualTo(first);
      float[] secondLayer = graph.fetch("tower_0/drop2" + random);
      assertThat(secondLayer).as("layer").isNotEqualTo(first).hasSameSizeAs(first);
      assertThat(otherSeed.fetch("tower_0/drop1" + random)).as("seed").isNotEqualTo(first);
      graph.run(NodeNames.TRAIN_STEP);
      assertThat(graph.fetch("tower_0/drop1" + random)).as("step").isNotEqualTo(first);
      assertThat(
              run.graph().graphDef().getNodeList().stream()
                  .filter(n -> n.getName().startsWith("evaluation/"))
                  .filter(n -> n.getOp().contains("Random")))
          .as("no dropout in evaluation")
          .isEmpty();
    }
  }

  @Test
  void bfloat16LeavesVariablesNormalisationSoftmaxAndLossAlone() {
    for (ModelSpec model : List.of(Tiny.convnet(), Tiny.withBatchNorm())) {
      try (TowerRun run =
          new TowerRun.Setup().model(model).precision(Precision.BFLOAT16).towers(2, 3).open()) {
        assertThat(nodes(run, "VariableV2"))
            .allSatisfy(
                v ->
                    assertThat(v.getAttrOrThrow("dtype").getType())
                        .isIn(DataType.DT_FLOAT, DataType.DT_INT64));
        for (String op : List.of("ApplyMomentum", "SoftmaxCrossEntropyWithLogits", "Softmax")) {
          assertThat(nodes(run, op)).as(op).isNotEmpty().allSatisfy(n -> assertType(n, false));
        }
        assertThat(nodes(run, "Conv2D")).hasSize(4).allSatisfy(n -> assertType(n, true));
        assertThat(nodes(run, "Conv2DBackpropFilter")).allSatisfy(n -> assertType(n, true));
        assertThat(normalisation(run)).isNotEmpty().allSatisfy(n -> assertType(n, false));
      }
    }
  }

  private static List<NodeDef> normalisation(TowerRun run) {
    return run.graph().graphDef().getNodeList().stream()
        .filter(n -> n.getName().matches(".*tower_\\d/(network/)?(norm1|bn1)/.*"))
        .filter(n -> List.of("MatMul", "Rsqrt", "Mul", "Mean", "Square").contains(n.getOp()))
        .toList();
  }

  private static void assertType(NodeDef node, boolean bfloat16) {
    assertThat(node.getAttrOrThrow("T").getType())
        .as(node.getName())
        .isEqualTo(bfloat16 ? DataType.DT_BFLOAT16 : DataType.DT_FLOAT);
  }

  private static List<NodeDef> nodes(TowerRun run, String op) {
    return run.graph().graphDef().getNodeList().stream().filter(n -> n.getOp().equals(op)).toList();
  }

  /** Names of the program's own scopes and operations are free for layers. */
  @Test
  void layersMayHaveAnyName() {
    for (String name :
        List.of("logits", "input", "loss", "gradients", "global_step", "examples", "images")) {
      ModelSpec model = Tiny.model(new Flatten("predictions"), Tiny.logits(name, 0.1));
      try (TowerRun run = new TowerRun.Setup().model(model).towers(2, 3).open()) {
        run.steps(2, 0.1);
        assertThat(run.values()).containsOnlyKeys(name + "/weights", name + "/biases");
        assertThat(Evaluator.evaluate(run.session(), Tiny.images(5, 1)).count()).isEqualTo(5);
      }
    }
  }

  @Test
  void zeroTowersAreRefused() {
    assertThatThrownBy(() -> new Placement(List.of(), List.of("/cpu:0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("towers is 0, expected 1 or more");
    assertThatThrownBy(() -> Scopes.on(null, "cpu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("device 'cpu': expected such as /cpu:0");
  }

  @Test
  void momentumAndRateReachTheUpdate() {
    try (TowerRun once = new TowerRun.Setup().optimizer(new Momentum(0, false)).open();
        TowerRun twice = new TowerRun.Setup().optimizer(new Momentum(0, false)).open()) {
      float[] start = once.values().get("softmax_linear/biases");
      once.step(0.1);
      twice.step(0.2);
      for (int i = 0; i < start.length; i++) {
        float single = once.values().get("softmax_linear/biases")[i] - start[i];
        float doubled = twice.values().get("softmax_linear/biases")[i] - start[i];
        assertThat(doubled).isCloseTo(2 * single, within(1e-6f));
      }
    }
  }
}
