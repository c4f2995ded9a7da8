package io.github.multigpumnist.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/** Each rule over 20 steps of changing rate against its formula in double precision. */
class OptimizersTest {
  private static final int SIZE = 5;
  private static final int STEPS = 20;

  /** A formula: changes {@code w}, given the gradient, the rate and the step from 1. */
  interface Formula {
    void step(double[] w, double[][] slots, double[] g, double rate, int t);
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of(new GradientDescent(), formula((s, g, r, t) -> r * g)),
        Arguments.of(new Momentum(0.9, false), formula(OptimizersTest::momentum)),
        Arguments.of(new Momentum(0.9, true), formula(OptimizersTest::nesterov)),
        Arguments.of(new Momentum(0, true), formula((s, g, r, t) -> r * g)),
        Arguments.of(new Adam(0.9, 0.999, 1e-8), formula((s, g, r, t) -> adam(s, g, r, t, 1e-8))),
        Arguments.of(new Adam(0.9, 0.999, 0.1), formula((s, g, r, t) -> adam(s, g, r, t, 0.1))));
  }

  /** How far one weight goes down; may change its slots. */
  interface Descent {
    double by(double[] slots, double g, double rate, int t);
  }

  private static Formula formula(Descent descent) {
    return (w, slots, g, rate, t) -> {
      for (int i = 0; i < w.length; i++) {
        w[i] -= descent.by(slots[i], g[i], rate, t);
      }
    };
  }

  private static double momentum(double[] slots, double g, double rate, int t) {
    slots[0] = 0.9 * slots[0] + g;
    return rate * slots[0];
  }

  /** TensorFlow 1: var -= rate · g + rate · momentum · accumulator. */
  private static double nesterov(double[] slots, double g, double rate, int t) {
    slots[0] = 0.9 * slots[0] + g;
    return rate * g + rate * 0.9 * slots[0];
  }

  private static double adam(double[] slots, double g, double rate, int t, double epsilon) {
    slots[0] = 0.9 * slots[0] + 0.1 * g;
    slots[1] = 0.999 * slots[1] + 0.001 * g * g;
    double corrected = rate * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
    return corrected * slots[0] / (Math.sqrt(slots[1]) + epsilon);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void followTheirFormula(OptimizerSpec rule, Formula formula) {
    double[] expected = {1, -1, 0.5, 2, 0};
    double[][] slots = new double[SIZE][rule.slots().size()];
    Random random = new Random(1);
    try (Rule own = new Rule(rule, new float[] {1, -1, 0.5f, 2, 0})) {
      for (int t = 1; t <= STEPS; t++) {
        double[] g = random.doubles(SIZE, -1, 1).toArray();
        double rate = 0.1 / t;
        formula.step(expected, slots, g, rate, t);
        float[] actual = own.step(g, rate);
        for (int i = 0; i < SIZE; i++) {
          assertThat((double) actual[i]).as("step %d", t).isCloseTo(expected[i], within(5e-6));
        }
      }
    }
  }

  /** One variable and its rule in a graph. */
  private static final class Rule implements AutoCloseable {
    private final Graph graph = new Graph();
    private final Session session;
    private final Variable<TFloat32> variable;
    private final Placeholder<TFloat32> gradient;
    private final Placeholder<TFloat32> rate;
    private final List<Op> done;

    Rule(OptimizerSpec rule, float[] initial) {
      Ops tf = Ops.create(graph);
      List<Op> first = new ArrayList<>();
      variable = tf.variable(Shape.of(SIZE), TFloat32.class);
      first.add(tf.assign(variable, tf.constant(initial)));
      gradient = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(SIZE)));
      rate = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
      List<Operand<TFloat32>> slots = new ArrayList<>();
      rule.slots().forEach(s -> slots.add(state(tf, Shape.of(SIZE), s, first)));
      List<Operand<TFloat32>> scalars = new ArrayList<>();
      rule.accumulators().forEach(s -> scalars.add(state(tf, Shape.scalar(), s, first)));
      Op update = rule.update(new UpdateContext(tf, variable, slots, scalars, gradient, rate));
      done =
          new ArrayList<>(
              rule.updateAccumulators(tf.withControlDependencies(List.of(update)), scalars));
      done.add(update);
      session = new Session(graph);
      Session.Runner runner = session.runner();
      first.forEach(runner::addTarget);
      runner.run().close();
    }

    private static Operand<TFloat32> state(
        Ops tf, Shape shape, OptimizerSpec.State state, List<Op> first) {
      Variable<TFloat32> own = tf.variable(shape, TFloat32.class);
      first.add(tf.assign(own, tf.fill(tf.constant(shape), tf.constant(state.initial()))));
      return own;
    }

    float[] step(double[] g, double r) {
      float[] single = new float[SIZE];
      for (int i = 0; i < SIZE; i++) {
        single[i] = (float) g[i];
      }
      try (TFloat32 fed = TFloat32.vectorOf(single);
          TFloat32 fedRate = TFloat32.scalarOf((float) r)) {
        Session.Runner runner = session.runner().feed(gradient, fed).feed(rate, fedRate);
        done.forEach(runner::addTarget);
        runner.run().close();
      }
      try (Result result = session.runner().fetch(variable).run()) {
        float[] w = new float[SIZE];
        ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(w);
        return w;
      }
    }

    @Override
    public void close() {
      session.close();
      graph.close();
    }
  }

  @Test
  void slotsAreNamedAsTensorFlow1NamesThem() {
    assertThat(new Momentum(0.9, true).slots()).extracting("name").containsExactly("Momentum");
    Adam adam = new Adam(0.9, 0.999, 1e-8);
    assertThat(adam.slots()).extracting("name").containsExactly("Adam", "Adam_1");
    assertThat(adam.accumulators())
        .extracting("name")
        .containsExactly("beta1_power", "beta2_power");
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> new Momentum(1, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("momentum is 1.0, expected 0 or more, below 1");
    assertThatThrownBy(() -> new Adam(-0.1, 0.999, 1e-8)).hasMessageContaining("beta1 is -0.1");
    assertThatThrownBy(() -> new Adam(0.9, Double.NaN, 1e-8)).hasMessageContaining("beta2 is NaN");
    assertThatThrownBy(() -> new Adam(0.9, 0.999, 0)).hasMessageContaining("epsilon is 0.0");
  }
}
