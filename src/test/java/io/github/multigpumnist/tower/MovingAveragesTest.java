package io.github.multigpumnist.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.input.BatchPlan;
import io.github.multigpumnist.input.DirectFeed;
import io.github.multigpumnist.model.BatchNorm;
import io.github.multigpumnist.model.Dense;
import io.github.multigpumnist.model.Flatten;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.model.Preprocessing;
import io.github.multigpumnist.model.Recipe;
import io.github.multigpumnist.model.Units;
import io.github.multigpumnist.optimizer.GradientDescent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/**
 * Moving averages of raw pixels, against a computation by hand. Tower 0 sees one image of the
 * pixels 0 0 4 4: mean 2, variance 4. Tower 1 sees the images 1 1 1 1 and 7 7 7 7: mean 4, variance
 * 9.
 */
class MovingAveragesTest {
  private static final byte[] PIXELS = {0, 0, 4, 4, 1, 1, 1, 1, 7, 7, 7, 7};
  private static final LabeledImages IMAGES =
      new LabeledImages(2, 2, 1, 3, PIXELS, new int[] {0, 1, 2});

  @Test
  void moveTowardsTheTowersStatisticsWeightedByExamples() {
    try (OpenGraph graph = open(2)) {
      graph.run(NodeNames.TRAIN_STEP);
      assertMean(graph, 0.25 * (1 * 2 + 2 * 4) / 3);
      assertVariance(graph, 0.75 * 1 + 0.25 * (1 * 4 + 2 * 9) / 3);
      graph.run(NodeNames.TRAIN_STEP);
      assertMean(graph, (0.25 + 0.75 * 0.25) * 10 / 3);
    }
  }

  /** Of all twelve pixels: mean 40 / 12, variance 232 / 12 − (40 / 12)². */
  @Test
  void ofOneTowerAreThoseOfTheWholeBatch() {
    try (OpenGraph graph = open(1)) {
      graph.run(NodeNames.TRAIN_STEP);
      assertMean(graph, 0.25 * 40 / 12);
      assertVariance(graph, 0.75 + 0.25 * (232 / 12.0 - 1600 / 144.0));
    }
  }

  private static void assertMean(OpenGraph graph, double expected) {
    assertThat((double) graph.fetch("bn/moving_mean")[0]).isCloseTo(expected, within(1e-6));
  }

  private static void assertVariance(OpenGraph graph, double expected) {
    assertThat((double) graph.fetch("bn/moving_variance")[0]).isCloseTo(expected, within(1e-6));
  }

  private static OpenGraph open(int towers) {
    Recipe recipe = Tiny.recipe(3, 1, new GradientDescent(), 0.1);
    ModelSpec model =
        new ModelSpec(
            "pixels",
            "",
            new Preprocessing(1, 0),
            List.of(
                new BatchNorm("bn", 0.75, null, null),
                new Flatten("flatten"),
                new Dense("logits", Units.ofClasses(), null, null, null, null)),
            Map.of("default", recipe));
    Network network = model.forData(Shape.of(2, 2, 1), 3);
    TowerGraph built =
        TowerGraph.forTraining(
            new TowerSpec(network, Precision.FLOAT32, Placement.onCpus(towers), 1),
            new TrainingSpec(
                recipe.optimizer(),
                new DirectFeed(IMAGES),
                new BatchPlan(3, towers, 3),
                false,
                false));
    OpenGraph graph = new OpenGraph(built.graphDef(), towers);
    graph.run(NodeNames.INITIALIZE);
    graph.feedSlices(IMAGES);
    return graph;
  }
}
