package io.github.multigpumnist.tower;

import static io.github.multigpumnist.Tiny.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.input.Feeds;
import io.github.multigpumnist.model.Network;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/** Images and weights by the formulas of tools/reference, and comparison with its output. */
final class References {
  static final double RELATIVE = 1e-4;
  private static final int PIXELS = 28 * 28;

  private References() {}

  static JsonNode read(String name) throws IOException {
    try (InputStream in = References.class.getResourceAsStream("/reference/" + name)) {
      return new JsonMapper().readTree(in);
    }
  }

  static byte[] pixels(int images) {
    byte[] pixels = new byte[images * PIXELS];
    for (int i = 0; i < images; i++) {
      for (int p = 0; p < PIXELS; p++) {
        pixels[i * PIXELS + p] =
            (byte) (int) Math.floor(127.5 * (1 + Math.sin(0.05 * (i + 1) * p + i)));
      }
    }
    return pixels;
  }

  /** The values of variable {@code number}; the formula is chosen by the variable's own name. */
  static float[] values(Network.LayerVariable variable, int number) {
    Shape shape = variable.spec().shape();
    float[] values = new float[(int) shape.size()];
    double scale = Math.sqrt(4.0 * shape.get(-1) / values.length);
    ToDoubleFunction<Double> formula =
        switch (variable.spec().name()) {
          case "weights" -> k -> scale * Math.sin(k * k / 2 + number);
          case "gamma", "moving_variance" -> k -> 1 + 0.3 * Math.sin(k + number);
          default -> k -> 0.1 + 0.05 * Math.sin(k + number);
        };
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) formula.applyAsDouble((double) i);
    }
    return values;
  }

  /** All images as one step, in their order, cut into slices of ⌊n / towers⌋ or one more. */
  static Feeds slices(LabeledImages images, int towers) {
    Feeds feeds = new Feeds();
    for (int tower = 0; tower < towers; tower++) {
      LabeledImages part =
          held(
              images.slice(images.count() * tower / towers, images.count() * (tower + 1) / towers));
      Shape shape = Shape.of(part.count(), part.height(), part.width(), part.depth());
      feeds.put(
          "tower_" + tower + "/input/images",
          TUint8.tensorOf(shape, DataBuffers.of(part.pixels(), true, false)));
      feeds.put("tower_" + tower + "/input/labels", TInt32.vectorOf(part.labels()));
    }
    return feeds
        .put(NodeNames.EXAMPLES, TFloat32.scalarOf(images.count()))
        .put(NodeNames.LEARNING_RATE, TFloat32.scalarOf(0));
  }

  static void assignWeights(Graph graph, Session session, List<Network.LayerVariable> variables) {
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

  /** Logits of the evaluation replica. */
  static void checkLogits(Session session, byte[] pixels, JsonNode expected) {
    String scope = NodeNames.evaluation(0);
    int count = pixels.length / PIXELS;
    float[] logits;
    try (TUint8 images =
            TUint8.tensorOf(Shape.of(count, 28, 28, 1), DataBuffers.of(pixels, true, false));
        TInt32 labels = TInt32.vectorOf(new int[count]);
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

  /**
   * Compares sums and elements with what Python found.
   *
   * @param least values smaller than this times the tolerance are noise
   */
  static void checkSummary(
      String what, float[] values, JsonNode expected, double relative, double least) {
    double sum = 0;
    double absoluteSum = 0;
    for (float v : values) {
      sum += v;
      absoluteSum += Math.abs(v);
    }
    double wanted = expected.get("absolute_sum").asDouble();
    double scale = Math.max(wanted, least);
    assertThat(sum)
        .as("sum of %s", what)
        .isCloseTo(expected.get("sum").asDouble(), within(relative * scale));
    assertThat(absoluteSum)
        .as("sum of the absolute %s", what)
        .isCloseTo(wanted, within(relative * scale));
    double largest = Math.max(expected.get("largest").asDouble(), least);
    for (Map.Entry<String, JsonNode> element : expected.get("elements").properties()) {
      assertThat((double) values[Integer.parseInt(element.getKey())])
          .as("element %s of %s", element.getKey(), what)
          .isCloseTo(element.getValue().asDouble(), within(relative * largest));
    }
  }

  static void checkGradient(String name, float[] gradient, JsonNode expected, double least) {
    checkSummary("the gradient of " + name, gradient, expected, RELATIVE, least);
  }

  static void close(double found, double expected) {
    assertThat(found).isCloseTo(expected, within(RELATIVE * Math.max(1, Math.abs(expected))));
  }

  static float[] fetch(Session session, String name) {
    try (Result result = session.runner().fetch(name).run()) {
      return floats(result);
    }
  }

  static float[] floats(Result result) {
    TFloat32 tensor = (TFloat32) result.get(0);
    float[] values = new float[(int) tensor.size()];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }
}
