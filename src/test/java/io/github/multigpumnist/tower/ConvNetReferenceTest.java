package io.github.multigpumnist.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.input.BatchPlan;
import io.github.multigpumnist.input.BatchSource;
import io.github.multigpumnist.input.DirectFeed;
import io.github.multigpumnist.input.Feeds;
import io.github.multigpumnist.model.ModelFile;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * The ConvNet against Python's TensorFlow: the same weights and images (by the formulas that
 * tools/reference/convnet_reference.py states) give the same logits, loss and gradients.
 */
class ConvNetReferenceTest {
  private static final int IMAGES = 4;
  private static final int PIXELS = 28 * 28;
  private static final double RELATIVE = 1e-4;
  private static final LabeledImages DATA =
      new LabeledImages(28, 28, 1, 10, pixels(), new int[] {0, 3, 6, 9});

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void logitsLossAndGradientsAreThoseOfPython(int towers) throws IOException {
    JsonNode reference = reference();
    ModelSpec model = ModelFile.load("convnet");
    Network network = model.forData(Shape.of(28, 28, 1), 10);
    BatchPlan plan = new BatchPlan(IMAGES, towers, IMAGES / towers);
    DirectFeed input = new DirectFeed(DATA);
    TowerGraph built =
        TowerGraph.forTraining(
            new TowerSpec(network, Precision.FLOAT32, Placement.onCpus(towers), 1),
            new TrainingSpec(model.recipe("default").optimizer(), input, plan, false, false));
    try (Graph graph = new Graph()) {
      graph.importGraphDef(built.graphDef());
      ConfigProto config = ConfigProto.newBuilder().putDeviceCount("CPU", towers).build();
      try (Session session = new Session(graph, config)) {
        session.run(NodeNames.INITIALIZE);
        assignWeights(graph, session, network.variables());
        checkLogits(session, reference.get("logits"));
        float weightDecay = fetch(session, NodeNames.WEIGHT_DECAY)[0];
        float crossEntropy = step(session, input.source(plan, 1));
        close(crossEntropy, reference.get("cross_entropy").asDouble());
        close(crossEntropy + weightDecay, reference.get("loss").asDouble());
        // The slot starts at 0, so after one step it is the gradient that the step applied.
        for (String name : built.modelVariables()) {
          checkGradient(
              name, fetch(session, name + "/Momentum"), reference.get("gradients").get(name));
        }
      }
    }
  }

  private static JsonNode reference() throws IOException {
    try (InputStream in =
        ConvNetReferenceTest.class.getResourceAsStream("/reference/convnet.json")) {
      return new JsonMapper().readTree(in);
    }
  }

  private static byte[] pixels() {
    byte[] pixels = new byte[IMAGES * PIXELS];
    for (int i = 0; i < IMAGES; i++) {
      for (int p = 0; p < PIXELS; p++) {
        pixels[i * PIXELS + p] =
            (byte) (int) Math.floor(127.5 * (1 + Math.sin(0.05 * (i + 1) * p + i)));
      }
    }
    return pixels;
  }

  private static float[] values(Network.LayerVariable variable, int number) {
    Shape shape = variable.spec().shape();
    float[] values = new float[(int) shape.size()];
    double scale = Math.sqrt(4.0 * shape.get(-1) / values.length);
    for (int i = 0; i < values.length; i++) {
      double k = i;
      values[i] =
          variable.spec().name().equals("weights")
              ? (float) (scale * Math.sin(k * k / 2 + number))
              : (float) (0.1 + 0.05 * Math.sin(k + number));
    }
    return values;
  }

  private static void assignWeights(
      Graph graph, Session session, List<Network.LayerVariable> variables) {
    Ops tf = Ops.create(graph);
    for (int number = 0; number < variables.size(); number++) {
      Network.LayerVariable variable = variables.get(number);
      Shape shape = variable.spec().shape();
      Operand<TFloat32> target =
          graph.operation(variable.fullName()).<TFloat32>output(0).expect(TFloat32.class);
      Placeholder<TFloat32> value = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
      Op assign = tf.assign(target, value);
      try (TFloat32 fed = TFloat32.tensorOf(shape, DataBuffers.of(values(variable, number)));
          Result none = session.runner().feed(value, fed).addTarget(assign).run()) {
        assertThat(none.size()).isZero();
      }
    }
  }

  private static void checkLogits(Session session, JsonNode expected) {
    String scope = NodeNames.evaluation(0);
    float[] logits;
    try (TUint8 images =
            TUint8.tensorOf(
                Shape.of(IMAGES, 28, 28, 1), DataBuffers.of(DATA.pixels(), true, false));
        TInt32 labels = TInt32.vectorOf(DATA.labels());
        Result result =
            session
                .runner()
                .feed(scope + "/images", images)
                .feed(scope + "/labels", labels)
                .fetch(scope + "/logits")
                .run()) {
      logits = floats(result);
    }
    for (int i = 0; i < logits.length; i++) {
      close(logits[i], expected.get(i / 10).get(i % 10).asDouble());
    }
  }

  private static float step(Session session, BatchSource source) {
    source.beginEpoch(null, 0, 0);
    try (Feeds feeds = source.feeds(0);
        TFloat32 examples = TFloat32.scalarOf(IMAGES);
        TFloat32 rate = TFloat32.scalarOf(0)) {
      Session.Runner runner =
          session
              .runner()
              .feed(NodeNames.EXAMPLES, examples)
              .feed(NodeNames.LEARNING_RATE, rate)
              .addTarget(NodeNames.TRAIN_STEP)
              .fetch(NodeNames.CROSS_ENTROPY);
      feeds.forEach(runner::feed);
      try (Result result = runner.run()) {
        return floats(result)[0];
      }
    }
  }

  private static void checkGradient(String name, float[] gradient, JsonNode expected) {
    double sum = 0;
    double absoluteSum = 0;
    for (float g : gradient) {
      sum += g;
      absoluteSum += Math.abs(g);
    }
    double scale = expected.get("absolute_sum").asDouble();
    assertThat(sum)
        .as("sum of the gradient of %s", name)
        .isCloseTo(expected.get("sum").asDouble(), within(RELATIVE * scale));
    assertThat(absoluteSum)
        .as("sum of the absolute gradient of %s", name)
        .isCloseTo(scale, within(RELATIVE * scale));
    double largest = expected.get("largest").asDouble();
    for (Map.Entry<String, JsonNode> element : expected.get("elements").properties()) {
      assertThat((double) gradient[Integer.parseInt(element.getKey())])
          .as("element %s of the gradient of %s", element.getKey(), name)
          .isCloseTo(element.getValue().asDouble(), within(RELATIVE * largest));
    }
  }

  private static void close(double found, double expected) {
    assertThat(found).isCloseTo(expected, within(RELATIVE * Math.max(1, Math.abs(expected))));
  }

  private static float[] fetch(Session session, String name) {
    try (Result result = session.runner().fetch(name).run()) {
      return floats(result);
    }
  }

  private static float[] floats(Result result) {
    TFloat32 tensor = (TFloat32) result.get(0);
    float[] values = new float[(int) tensor.size()];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }
}
