package io.github.multigpumnist.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.input.BatchPlan;
import io.github.multigpumnist.input.Batching;
import io.github.multigpumnist.input.DirectFeed;
import io.github.multigpumnist.input.InputMode;
import io.github.multigpumnist.input.Resident;
import io.github.multigpumnist.model.Activation;
import io.github.multigpumnist.model.BatchNorm;
import io.github.multigpumnist.model.Dense;
import io.github.multigpumnist.model.Dropout;
import io.github.multigpumnist.model.Flatten;
import io.github.multigpumnist.model.Layer;
import io.github.multigpumnist.model.ModelFile;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.model.Units;
import io.github.multigpumnist.optimizer.GradientDescent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/**
 * Nothing crosses between a GPU and the host that need not. The graphs are built for two GPUs and
 * looked at, not run: so it holds on machines without one.
 */
class TransfersTest {
  private static final int EXAMPLES = 64;
  private static final LabeledImages IMAGES =
      new LabeledImages(28, 28, 1, 10, new byte[EXAMPLES * 28 * 28], new int[EXAMPLES]);
  private static final List<InputMode> INPUTS =
      List.of(
          new Batching(List.of(Path.of("train.tfrecords")), EXAMPLES + 1, 28, 28, 1),
          new DirectFeed(IMAGES),
          new Resident(IMAGES));
  private static final Placement GPUS =
      new Placement(List.of("/gpu:0", "/gpu:1"), List.of("/cpu:0"));

  static Stream<ModelSpec> models() throws IOException {
    List<ModelSpec> models = new ArrayList<>();
    for (String name : ModelFile.BUNDLED) {
      models.add(ModelFile.load(name));
    }
    // Multi-layer perceptrons as the searches make them, and units that are no multiple of 4.
    Arrays.stream(Activation.values()).forEach(function -> models.add(mlp(function, 64, 0.2)));
    models.add(mlp(Activation.RELU, 63, 0.6));
    models.addAll(List.of(Tiny.smooth(), Tiny.smoothWithBatchNorm()));
    return models.stream();
  }

  private static ModelSpec mlp(Activation function, int units, double rate) {
    List<Layer> layers = new ArrayList<>(List.of(new Flatten("flatten")));
    for (int i = 1; i <= 2; i++) {
      layers.add(new Dense("dense" + i, new Units(units), function, null, null, null));
      layers.add(new Dropout("dropout" + i, rate));
    }
    layers.add(Tiny.logits("logits", 0));
    return Tiny.model(layers.toArray(Layer[]::new));
  }

  @ParameterizedTest
  @MethodSource("models")
  void aTowerTakesVariablesAndExamplesAndGivesGradientsAndLoss(ModelSpec model) {
    Network network = model.forData(Shape.of(28, 28, 1), 10);
    for (InputMode input : INPUTS) {
      for (Precision precision : Precision.values()) {
        String what = model.name() + ", " + input.getClass().getSimpleName() + ", " + precision;
        Transfers transfers = training(network, input, precision);
        assertStays(what, transfers);
        assertThat(transfers.in()).as("in: " + what).isEqualTo(in(network, precision));
        assertThat(transfers.out()).as("out: " + what).isEqualTo(out(network, precision));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void anEvaluatingTowerKeepsToItself(ModelSpec model) {
    Network network = model.forData(Shape.of(28, 28, 1), 10);
    for (Precision precision : Precision.values()) {
      TowerGraph graph = TowerGraph.forEvaluation(new TowerSpec(network, precision, GPUS, 1));
      Transfers transfers = new Transfers(graph.graphDef(), "evaluation/tower_1/");
      assertStays(model.name() + " " + precision, transfers);
      assertThat(transfers.out()).isEmpty();
    }
  }

  private static void assertStays(String what, Transfers transfers) {
    assertThat(transfers.devices()).as(what).isNotEmpty().isSubsetOf("/device:GPU:1", "/gpu:1");
    assertThat(transfers.withoutKernel()).as("on the CPU: " + what).isEmpty();
    assertThat(transfers.roundTrips()).as("round trips: " + what).isEmpty();
  }

  /** In bfloat16 an example is left over, so that a tower of the last step has none. */
  private static Transfers training(Network network, InputMode input, Precision precision) {
    int examples = precision == Precision.BFLOAT16 ? EXAMPLES + 1 : EXAMPLES;
    BatchPlan plan = new BatchPlan(examples, 2, 16);
    TowerGraph graph =
        TowerGraph.forTraining(
            new TowerSpec(network, precision, GPUS, 1),
            new TrainingSpec(new GradientDescent(), input, plan, false, true));
    return new Transfers(graph.graphDef(), "tower_1/");
  }

  /** The trained variables, images, labels, a weight, and two seeds for each dropout. */
  private static Map<DataType, Long> in(Network network, Precision precision) {
    Map<DataType, Long> in = variables(network, precision);
    in.merge(DataType.DT_FLOAT, 1L, Long::sum);
    in.put(DataType.DT_UINT8, 1L);
    in.put(DataType.DT_INT32, 1L);
    long dropouts = network.layers().stream().filter(Dropout.class::isInstance).count();
    if (dropouts > 0) {
      in.put(DataType.DT_INT64, 2 * dropouts);
    }
    return in;
  }

  /** Their gradients, the loss, the correct examples, and two statistics for each normalisation. */
  private static Map<DataType, Long> out(Network network, Precision precision) {
    Map<DataType, Long> out = variables(network, precision);
    long norms = network.layers().stream().filter(BatchNorm.class::isInstance).count();
    out.merge(DataType.DT_FLOAT, 2 + 2 * norms, Long::sum);
    return out;
  }

  private static Map<DataType, Long> variables(Network network, Precision precision) {
    Map<DataType, Long> types = new TreeMap<>();
    for (Network.LayerVariable variable : network.variables()) {
      boolean ofProducts = variable.spec().name().matches("weights|biases");
      boolean half = ofProducts && precision == Precision.BFLOAT16;
      if (variable.spec().trainable()) {
        types.merge(half ? DataType.DT_BFLOAT16 : DataType.DT_FLOAT, 1L, Long::sum);
      }
    }
    return types;
  }

  /** What the towers once did, and a type that GPUs do not slice: else the tests could not fail. */
  @Test
  void aWrongTowerIsFound() {
    try (Graph graph = new Graph()) {
      Ops host = Scopes.on(Ops.create(graph), "/cpu:0");
      Ops tf = Scopes.on(host.withSubScope("tower_1"), "/gpu:1");
      Operand<TInt64> step = host.withName("step").placeholder(TInt64.class);
      Operand<TInt64> seed = tf.withName("seed").stack(List.of(tf.constant(7L), step));
      Operand<TFloat32> random =
          tf.withName("random").random.statelessRandomUniform(tf.array(2, 3), seed);
      tf.withName("count").dtypes.cast(tf.withName("size").size(random), TFloat32.class);
      Operand<TUint8> bytes = tf.withName("bytes").dtypes.cast(random, TUint8.class);
      tf.withName("slice").slice(bytes, tf.array(0, 0), tf.array(1, 1));
      Transfers transfers = new Transfers(graph.toGraphDef(), "tower_1/");
      assertThat(transfers.roundTrips())
          .containsExactly(
              "Pack tower_1/seed to tower_1/random", "Size tower_1/size to tower_1/count");
      assertThat(transfers.withoutKernel()).containsExactly("Slice tower_1/slice");
      assertThat(transfers.in()).containsExactly(Map.entry(DataType.DT_INT64, 1L));
    }
  }

  /** Only a TensorFlow with GPU kernels can tell: this runs with {@code -Pgpu} alone. */
  @Test
  void theListOfKernelsIsTensorFlows() {
    List<String> listed = GpuKernels.lines();
    Set<String> ops = listed.stream().map(l -> l.split(" ")[0]).collect(Collectors.toSet());
    List<String> registered = GpuKernels.registered(ops);
    assumeThat(registered).as("GPU kernels of this build").anyMatch(l -> l.startsWith("Conv2D "));
    assertThat(registered).isEqualTo(listed);
  }
}
