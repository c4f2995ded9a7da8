package io.github.multigpumnist.tower;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.input.BatchPlan;
import io.github.multigpumnist.input.DirectFeed;
import io.github.multigpumnist.input.Feeds;
import io.github.multigpumnist.model.Dropout;
import io.github.multigpumnist.model.Layer;
import io.github.multigpumnist.model.ModelFile;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.optimizer.Momentum;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.ConfigProto;

/**
 * One training step of batchnorm-cnn and keras-cnn against Keras, by the formulas that
 * tools/reference/networks_reference.py states. Five images on two towers: slices of 2 and 3.
 */
class NetworksReferenceTest {
  private static final int IMAGES = 5;
  private static final LabeledImages DATA =
      new LabeledImages(28, 28, 1, 10, References.pixels(IMAGES), new int[] {0, 3, 6, 9, 2});

  /** Below this a gradient is noise: a bias before a batch normalisation has none. */
  private static final double NOISE = 0.1;

  /**
   * Threads add up floats in another order, and a maximum of all but equal numbers may then fall on
   * the other one: with one thread keras-cnn's conv1 is 3.4e-3 of its largest from Keras's, with
   * two less than 1e-4. How many there are is decided by the first session of the process.
   */
  private static final double SUMS = 5e-3;

  /** A moving average moves by a hundredth or thousandth: the float's last digits count more. */
  private static final double MOVEMENT = 2e-3;

  @ParameterizedTest
  @CsvSource({"batchnorm-cnn,1", "batchnorm-cnn,2", "keras-cnn,1", "keras-cnn,2"})
  void aStepIsThatOfKeras(String model, int towers) throws IOException {
    JsonNode reference = References.read("networks.json").get(model);
    JsonNode expected = reference.get("towers").get(Integer.toString(towers));
    Network network = withoutDropout(ModelFile.load(model)).forData(Shape.of(28, 28, 1), 10);
    TowerGraph built = graph(network, towers);
    try (Graph graph = new Graph()) {
      graph.importGraphDef(built.graphDef());
      ConfigProto config = ConfigProto.newBuilder().putDeviceCount("CPU", towers).build();
      try (Session session = new Session(graph, config)) {
        session.run(NodeNames.INITIALIZE);
        References.assignWeights(graph, session, network.variables());
        References.checkLogits(session, DATA.pixels(), reference.get("logits"));
        References.close(step(session, towers), expected.get("cross_entropy").asDouble());
        for (int number = 0; number < network.variables().size(); number++) {
          checkVariable(
              session,
              network.variables().get(number),
              number,
              expected,
              model.equals("keras-cnn") && towers == 1 ? SUMS : References.RELATIVE);
        }
      }
    }
  }

  private static ModelSpec withoutDropout(ModelSpec model) {
    List<Layer> layers = model.layers().stream().filter(l -> !(l instanceof Dropout)).toList();
    return new ModelSpec(
        model.name(), model.description(), model.preprocessing(), layers, model.recipes());
  }

  private static TowerGraph graph(Network network, int towers) {
    return TowerGraph.forTraining(
        new TowerSpec(network, Precision.FLOAT32, Placement.onCpus(towers), 1),
        new TrainingSpec(
            new Momentum(0.9, true),
            new DirectFeed(DATA),
            new BatchPlan(IMAGES, towers, IMAGES),
            false,
            false));
  }

  private static float step(Session session, int towers) {
    try (Feeds feeds = References.slices(DATA, towers)) {
      Session.Runner runner =
          session.runner().addTarget(NodeNames.TRAIN_STEP).fetch(NodeNames.CROSS_ENTROPY);
      feeds.forEach(runner::feed);
      try (Result result = runner.run()) {
        return References.floats(result)[0];
      }
    }
  }

  private static void checkVariable(
      Session session,
      Network.LayerVariable variable,
      int number,
      JsonNode expected,
      double relative) {
    String name = variable.fullName();
    if (variable.spec().trainable()) {
      // The slot starts at 0, so after one step it is the gradient that the step applied.
      float[] gradient = References.fetch(session, name + "/Momentum");
      References.checkSummary(
          "the gradient of " + name,
          gradient,
          expected.get("gradients").get(name),
          relative,
          NOISE);
      return;
    }
    float[] before = References.values(variable, number);
    float[] moved = References.fetch(session, name);
    for (int i = 0; i < moved.length; i++) {
      moved[i] -= before[i];
    }
    References.checkSummary(
        "the movement of " + name, moved, expected.get("moving_averages").get(name), MOVEMENT, 0);
  }
}
