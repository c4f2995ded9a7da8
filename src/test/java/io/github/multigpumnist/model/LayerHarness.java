package io.github.multigpumnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/** One layer in a graph of its own: outputs, and gradients against finite differences. */
final class LayerHarness implements AutoCloseable, LayerContext {
  static final Class<TBfloat16> BFLOAT16 = TBfloat16.class;

  /** A gradient that the layer brings itself. */
  private record Cut(
      Operand<TFloat32> x, Operand<TFloat32> y, UnaryOperator<Operand<TFloat32>> gradient) {}

  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Map<String, Placeholder<TFloat32>> inputs = new LinkedHashMap<>();
  private final Map<String, float[]> values = new LinkedHashMap<>();
  private final Map<String, Operand<TFloat32>> statistics = new LinkedHashMap<>();
  private final Session session;
  private final int batch;
  private final boolean training;
  private final Class<? extends TFloating> type;
  private final Operand<? extends TNumber> raw;
  private final Operand<TFloat32> y;
  private final List<Operand<TInt64>> steps = new ArrayList<>();
  private long step = 3;
  private Cut cut;

  /** Untrained variables and trained ones get random values. */
  LayerHarness(Layer layer, Shape input, int batch, boolean training, float[] x) {
    this(layer, input, batch, training, x, TFloat32.class);
  }

  LayerHarness(
      Layer layer,
      Shape input,
      int batch,
      boolean training,
      float[] x,
      Class<? extends TFloating> type) {
    this.batch = batch;
    this.training = training;
    this.type = type;
    Random random = new Random(7);
    add("x", Shape.of(batch).append(input), x);
    for (VariableSpec variable : layer.variables(input)) {
      float[] value = new float[(int) variable.shape().size()];
      for (int i = 0; i < value.length; i++) {
        boolean positive = variable.name().equals("moving_variance");
        value[i] = positive ? 0.5f + random.nextFloat() : (float) random.nextGaussian() * 0.5f;
      }
      add(variable.name(), variable.shape(), value);
    }
    raw = layer.apply(this, cast(inputs.get("x"), type), input);
    y = tf.identity(cast(raw, TFloat32.class)); // what is fed cannot be fetched
    session = new Session(graph);
  }

  private void add(String name, Shape shape, float[] value) {
    inputs.put(name, tf.placeholder(TFloat32.class, Placeholder.shape(shape)));
    values.put(name, value);
  }

  float[] value(String name) {
    return values.get(name);
  }

  Class<? extends TNumber> outputType() {
    return raw.type();
  }

  float[] output() {
    return fetch(List.of(y)).get(0);
  }

  /** What a layer that draws random numbers gives in another step. */
  float[] outputOfStep(long other) {
    step = other;
    return output();
  }

  Shape outputShape() {
    return y.shape();
  }

  float[] statistic(String name) {
    return fetch(List.of(statistics.get(name))).get(0);
  }

  /** Of Σ weights · y, with weights 1, −0.5, 0.25 … by position. */
  Map<String, float[]> gradients(List<String> of) {
    float[] weights = weights(output().length);
    Operand<TFloat32> loss =
        tf.reduceSum(
            tf.math.mul(tf.reshape(y, tf.array(-1)), tf.constant(weights)),
            tf.constant(new int[] {0}));
    Output<?>[] dx = of.stream().map(n -> inputs.get(n).asOutput()).toArray(Output<?>[]::new);
    Output<?>[] found = derive(loss, dx);
    List<Operand<TFloat32>> fetched = new ArrayList<>();
    for (Output<?> gradient : found) {
      fetched.add(gradient.expect(TFloat32.class));
    }
    List<float[]> arrays = fetch(fetched);
    Map<String, float[]> result = new LinkedHashMap<>();
    for (int i = 0; i < of.size(); i++) {
      result.put(of.get(i), arrays.get(i));
    }
    return result;
  }

  private Output<?>[] derive(Operand<TFloat32> loss, Output<?>[] dx) {
    if (cut == null) {
      return graph.addGradients(loss.asOutput(), dx);
    }
    Output<?>[] dy = graph.addGradients(loss.asOutput(), new Output<?>[] {cut.y().asOutput()});
    Operand<TFloat32> seed = cut.gradient().apply(dy[0].expect(TFloat32.class));
    return graph.addGradients(
        "below", new Output<?>[] {cut.x().asOutput()}, dx, new Output<?>[] {seed.asOutput()});
  }

  void assertGradients(String... of) {
    double step = 1e-2;
    gradients(List.of(of))
        .forEach(
            (name, gradient) -> {
              double scale = 0.05;
              for (float g : gradient) {
                scale = Math.max(scale, Math.abs(g));
              }
              float[] value = values.get(name);
              assertThat(gradient).as(name).hasSameSizeAs(value);
              for (int i = 0; i < value.length; i++) {
                float before = value[i];
                value[i] = (float) (before + step);
                double up = loss();
                double high = value[i];
                value[i] = (float) (before - step);
                double down = loss();
                double slope = (up - down) / (high - value[i]);
                value[i] = before;
                assertThat((double) gradient[i])
                    .as("gradient of %s[%d]", name, i)
                    .isCloseTo(slope, within(2e-3 * scale));
              }
            });
  }

  private double loss() {
    float[] out = output();
    float[] weights = weights(out.length);
    double sum = 0;
    for (int i = 0; i < out.length; i++) {
      sum += (double) weights[i] * out[i];
    }
    return sum;
  }

  private static float[] weights(int count) {
    float[] weights = new float[count];
    Random random = new Random(11);
    for (int i = 0; i < count; i++) {
      weights[i] = random.nextFloat() * 2 - 1;
    }
    return weights;
  }

  private Session.Runner feedSteps(Session.Runner runner, TInt64 number) {
    steps.forEach(each -> runner.feed(each, number));
    return runner;
  }

  private List<float[]> fetch(List<Operand<TFloat32>> operands) {
    Session.Runner runner = session.runner();
    List<TFloat32> fed = new ArrayList<>();
    inputs.forEach(
        (name, placeholder) -> {
          TFloat32 tensor =
              TFloat32.tensorOf(placeholder.shape(), DataBuffers.of(values.get(name)));
          fed.add(tensor);
          runner.feed(placeholder, tensor);
        });
    operands.forEach(runner::fetch);
    try (TInt64 number = TInt64.scalarOf(step);
        Result result = feedSteps(runner, number).run()) {
      List<float[]> arrays = new ArrayList<>();
      for (int i = 0; i < operands.size(); i++) {
        TFloat32 tensor = (TFloat32) result.get(i);
        float[] copy = new float[(int) tensor.size()];
        tensor.asRawTensor().data().asFloats().read(copy);
        arrays.add(copy);
      }
      return arrays;
    } finally {
      fed.forEach(TFloat32::close);
    }
  }

  @Override
  public Ops tf() {
    return tf;
  }

  @Override
  public Ops host() {
    return tf;
  }

  @Override
  public Operand<TFloat32> examples() {
    return tf.constant((float) batch);
  }

  @Override
  public <T extends TNumber> Operand<T> variable(String name, Class<T> wanted) {
    return cast(inputs.get(name), wanted);
  }

  @Override
  public Operand<TFloat32> withGradient(
      Operand<TFloat32> from, Operand<TFloat32> to, UnaryOperator<Operand<TFloat32>> gradient) {
    cut = new Cut(from, to, gradient);
    return to;
  }

  @Override
  public boolean training() {
    return training;
  }

  @Override
  public Class<? extends TFloating> computeType() {
    return type;
  }

  @Override
  public Operand<TInt64> randomSeed() {
    Operand<TInt64> step = tf.placeholderWithDefault(tf.constant(3L), Shape.scalar());
    steps.add(step);
    return tf.stack(List.of(tf.constant(5L), step));
  }

  @Override
  public void batchStatistic(
      String name, Operand<TFloat32> value, Operand<TFloat32> scale, double momentum) {
    statistics.put(name, tf.math.mul(value, scale));
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }

  /** Numbers away from 0 and from each other, so that no kink lies within a difference. */
  static float[] spread(int count) {
    float[] x = new float[count];
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(3));
    for (int i = 0; i < count; i++) {
      x[i] = (order.get(i) - count / 2 + 0.5f) * 0.05f;
    }
    return x;
  }

  static float[] random(int count, long seed) {
    Random random = new Random(seed);
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }
}
