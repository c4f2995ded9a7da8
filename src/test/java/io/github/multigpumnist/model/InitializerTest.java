package io.github.multigpumnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** First values: their range, spread and seed. */
class InitializerTest {
  private static final Shape SHAPE = Shape.of(5, 5, 16, 32);

  @Test
  void truncatedNormalStaysWithinTwoSigma() {
    float[] x = values(new Initializer.TruncatedNormal(0.05), 1);
    double sum = 0;
    double squares = 0;
    for (float v : x) {
      assertThat(Math.abs(v)).isLessThanOrEqualTo(0.1f);
      sum += v;
      squares += v * v;
    }
    assertThat(sum / x.length).isCloseTo(0, within(0.002));
    // A normal cut at two standard deviations has 0.8796 of its spread.
    assertThat(Math.sqrt(squares / x.length)).isCloseTo(0.8796 * 0.05, within(0.001));
  }

  @Test
  void glorotsLimitFollowsBothSides() {
    assertUniform(SHAPE, Math.sqrt(6.0 / (5 * 5 * 16 + 5 * 5 * 32)));
    assertUniform(Shape.of(300, 40), Math.sqrt(6.0 / (300 + 40)));
  }

  private static void assertUniform(Shape shape, double limit) {
    double squares = 0;
    float[] x = values(new Initializer.GlorotUniform(), shape, 1);
    for (float v : x) {
      assertThat((double) Math.abs(v)).isLessThanOrEqualTo(limit);
      squares += v * v;
    }
    assertThat(Math.sqrt(squares / x.length)).isCloseTo(limit / Math.sqrt(3), within(0.001));
  }

  @Test
  void constantIsTheSameEverywhere() {
    assertThat(values(new Initializer.Constant(0.1), 1)).containsOnly(0.1f);
  }

  @Test
  void theSeedDecides() {
    for (Initializer random :
        new Initializer[] {new Initializer.TruncatedNormal(1), new Initializer.GlorotUniform()}) {
      assertThat(values(random, 1)).containsExactly(values(random, 1));
      assertThat(values(random, 2)).isNotEqualTo(values(random, 1));
    }
  }

  @Test
  void spreadMustBePositive() {
    assertThatThrownBy(() -> new Initializer.TruncatedNormal(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stddev is 0.0, expected a number above 0");
  }

  private static float[] values(Initializer initializer, long seed) {
    return values(initializer, SHAPE, seed);
  }

  private static float[] values(Initializer initializer, Shape shape, long seed) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      var built = initializer.build(Ops.create(graph), shape, seed);
      try (Result result = session.runner().fetch(built).run()) {
        float[] values = new float[(int) shape.size()];
        ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(values);
        return values;
      }
    }
  }
}
