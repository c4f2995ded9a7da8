package io.github.multigpumnist.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
    try (RuleRun own = new RuleRun(rule, new float[] {1, -1, 0.5f, 2, 0})) {
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

  static Stream<OptimizerSpec> defaults() {
    return OptimizerDefaults.names().stream().map(name -> OptimizerDefaults.byName(name).spec());
  }

  /** As below a unit that never fires: 0 divided by ε, not by 0. */
  @ParameterizedTest
  @MethodSource("defaults")
  void leaveWeightsWithoutGradientAlone(OptimizerSpec rule) {
    float[] first = {1, -1, 0.5f, 2, 0};
    try (RuleRun run = new RuleRun(rule, first)) {
      for (int t = 1; t <= STEPS; t++) {
        assertThat(run.step(new double[SIZE], 0.1)).containsExactly(first);
      }
      float[] moved = run.step(new double[] {0, 0.1, 0.1, 0.1, 0.1}, 0.1);
      assertThat(moved[0]).isEqualTo(1);
      assertThat(moved[1]).isLessThan(-1);
    }
  }

  @Test
  void slotsAreNamedAsTensorFlow1NamesThem() {
    assertThat(slots(new Momentum(0.9, true))).containsExactly("Momentum");
    assertThat(slots(new Adagrad(1e-8))).containsExactly("Adagrad");
    assertThat(slots(new Adadelta(0.95, 1e-8))).containsExactly("Adadelta", "Adadelta_1");
    Adam adam = new Adam(0.9, 0.999, 1e-8);
    assertThat(slots(adam)).containsExactly("Adam", "Adam_1");
    assertThat(adam.accumulators())
        .extracting("name")
        .containsExactly("beta1_power", "beta2_power");
  }

  private static List<String> slots(OptimizerSpec rule) {
    return rule.slots().stream().map(OptimizerSpec.State::name).toList();
  }

  static Stream<Arguments> outOfRange() {
    return Stream.of(
        bad(() -> new Momentum(1, true), "momentum is 1.0, expected 0 or more, below 1"),
        bad(() -> new RmsProp(1, 1e-8), "rho is 1.0, expected 0 or more, below 1"),
        bad(() -> new RmsProp(0.9, 0), "epsilon is 0.0, expected a number above 0"),
        bad(() -> new Adagrad(-1), "epsilon is -1.0, expected a number above 0"),
        bad(() -> new Adadelta(-0.1, 1e-8), "rho is -0.1, expected 0 or more, below 1"),
        bad(() -> new Adadelta(0.95, Double.NaN), "epsilon is NaN, expected a number above 0"),
        bad(() -> new Adam(-0.1, 0.999, 1e-8), "beta1 is -0.1, expected 0 or more, below 1"),
        bad(() -> new Adam(0.9, Double.NaN, 1e-8), "beta2 is NaN, expected 0 or more, below 1"),
        bad(() -> new Adam(0.9, 0.999, 0), "epsilon is 0.0, expected a number above 0"),
        bad(() -> new Adamax(1.5, 0.999, 1e-8), "beta1 is 1.5, expected 0 or more, below 1"),
        bad(() -> new Adamax(0.9, 1, 1e-8), "beta2 is 1.0, expected 0 or more, below 1"),
        bad(
            () -> new Adamax(0.9, 0.999, Double.POSITIVE_INFINITY),
            "epsilon is Infinity, expected a number above 0"),
        bad(() -> new Nadam(1, 0.999, 1e-8, 0.004), "beta1 is 1.0, expected 0 or more, below 1"),
        bad(() -> new Nadam(0.9, -1, 1e-8, 0.004), "beta2 is -1.0, expected 0 or more, below 1"),
        bad(() -> new Nadam(0.9, 0.999, 0, 0.004), "epsilon is 0.0, expected a number above 0"),
        bad(() -> new Nadam(0.9, 0.999, 1e-8, -0.1), "schedule_decay is -0.1, expected 0 or more"),
        bad(
            () -> OptimizerDefaults.byName("Adam"),
            "optimizer is Adam, expected one of sgd, rmsprop, adagrad, adadelta, adam, adamax,"
                + " nadam"));
  }

  private static Arguments bad(ThrowingCallable making, String message) {
    return Arguments.of(making, message);
  }

  @ParameterizedTest
  @MethodSource("outOfRange")
  void settingsOutOfRangeAreNamed(ThrowingCallable making, String message) {
    assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
