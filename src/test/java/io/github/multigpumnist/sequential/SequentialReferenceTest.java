package io.github.multigpumnist.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.dataset.LabeledImages;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/**
 * Probabilities against Keras's for the same weights and images, by the formulas that
 * tools/reference/sequential_reference.py states.
 */
class SequentialReferenceTest {
  private static final int IMAGES = 5;
  private static final int PIXELS = Tiny.SIDE * Tiny.SIDE;

  @Test
  void denseLayersGiveKerassProbabilities() throws IOException {
    check("mlp", Models.mlp());
  }

  @Test
  void convolutionsGiveKerassProbabilities() throws IOException {
    check("cnn", Models.cnn());
  }

  private static void check(String name, Sequential built) throws IOException {
    try (Sequential model = Models.compiled(built)) {
      float[][] actual = model.setWeights(values(model)).predict(images());
      JsonNode expected = reference().get(name);
      assertThat(actual).hasDimensions(IMAGES, Tiny.CLASSES);
      for (int i = 0; i < IMAGES; i++) {
        for (int c = 0; c < Tiny.CLASSES; c++) {
          assertThat((double) actual[i][c])
              .as("image %d, class %d", i, c)
              .isCloseTo(expected.get(i).get(c).asDouble(), within(1e-5));
        }
      }
    }
  }

  private static JsonNode reference() throws IOException {
    try (InputStream in =
        SequentialReferenceTest.class.getResourceAsStream("/reference/sequential.json")) {
      return JsonMapper.builder().build().readTree(in);
    }
  }

  private static Map<String, float[]> values(Sequential model) {
    Map<String, float[]> values = new LinkedHashMap<>();
    model.variables().forEach((name, shape) -> values.put(name, value(values.size(), shape)));
    return values;
  }

  private static float[] value(int number, Shape shape) {
    float[] values = new float[(int) shape.size()];
    double scale = Math.sqrt(4.0 * shape.get(-1) / shape.size());
    for (int k = 0; k < values.length; k++) {
      values[k] =
          (float)
              (shape.numDimensions() > 1
                  ? scale * Math.sin((double) k * k / 2 + number)
                  : 0.1 + 0.05 * Math.sin(k + number));
    }
    return values;
  }

  private static LabeledImages images() {
    byte[] pixels = new byte[IMAGES * PIXELS];
    for (int i = 0; i < IMAGES; i++) {
      for (int p = 0; p < PIXELS; p++) {
        pixels[i * PIXELS + p] = (byte) Math.floor(127.5 * (1 + Math.sin(0.05 * (i + 1) * p + i)));
      }
    }
    return new LabeledImages(Tiny.SIDE, Tiny.SIDE, 1, Tiny.CLASSES, pixels, new int[IMAGES]);
  }
}
