package io.github.multigpumnist.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * 20 steps of every optimizer against Python's numbers: Keras 3's, and for rmsprop, adagrad and
 * nadam Keras 2.0's formulas; tools/reference/optimizers_reference.py makes them, and states the
 * gradients.
 */
class OptimizersReferenceTest {
  private static final double TOLERANCE = 1e-5;
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private static JsonNode reference() throws IOException {
    try (InputStream in =
        OptimizersReferenceTest.class.getResourceAsStream("/reference/optimizers.json")) {
      return JSON.readTree(in);
    }
  }

  static Stream<Arguments> cases() throws IOException {
    JsonNode reference = reference();
    float[] first = JSON.convertValue(reference.get("first"), float[].class);
    return StreamSupport.stream(reference.get("cases").spliterator(), false)
        .map(
            c ->
                Arguments.of(
                    JSON.convertValue(c.get("optimizer"), OptimizerSpec.class),
                    c.get("rate").asDouble(),
                    first,
                    JSON.convertValue(c.get("weights"), double[][].class)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void weightsAreThoseOfPython(
      OptimizerSpec rule, double rate, float[] first, double[][] expected) {
    try (RuleRun run = new RuleRun(rule, first)) {
      for (int t = 1; t <= expected.length; t++) {
        float[] actual = run.step(gradient(t, first.length), rate);
        for (int i = 0; i < first.length; i++) {
          assertThat((double) actual[i])
              .as("element %d after step %d", i, t)
              .isCloseTo(expected[t - 1][i], within(TOLERANCE));
        }
      }
    }
  }

  private static double[] gradient(int t, int size) {
    double[] g = new double[size];
    for (int i = 0; i < size; i++) {
      g[i] = t < 4 && i == size - 1 ? 0 : Math.pow(10, -i) * Math.sin(2 * t + i);
    }
    return g;
  }

  @Test
  void everyOptimizerOfKerasHasItsDefaultsThere() throws IOException {
    List<OptimizerDefaults> inFile =
        cases()
            .map(Arguments::get)
            .map(a -> new OptimizerDefaults(typeOf(a[0]), (OptimizerSpec) a[0], (double) a[1]))
            .toList();
    assertThat(OptimizerDefaults.names())
        .containsExactly("sgd", "rmsprop", "adagrad", "adadelta", "adam", "adamax", "nadam")
        .allSatisfy(name -> assertThat(inFile).contains(OptimizerDefaults.byName(name)));
  }

  private static String typeOf(Object rule) {
    return JSON.convertValue(rule, JsonNode.class).get("type").asText();
  }
}
