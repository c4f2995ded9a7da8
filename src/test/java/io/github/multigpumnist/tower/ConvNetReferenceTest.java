package io.github.multigpumnist.tower;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/**
 * The ConvNet against Python's TensorFlow: the same weights and images (by the formulas that
 * tools/reference/convnet_reference.py states) give the same logits, loss and gradients.
 */
class ConvNetReferenceTest {
  private static final int IMAGES = 4;
  private static final LabeledImages DATA =
      new LabeledImages(28, 28, 1, 10, References.pixels(IMAGES), new int[] {0, 3, 6, 9});

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void logitsLossAndGradientsAreThoseOfPython(int towers) throws IOException {
    JsonNode reference = References.read("convnet.json");
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
        References.assignWeights(graph, session, network.variables());
        References.checkLogits(session, DATA.pixels(), reference.get("logits"));
        float weightDecay = References.fetch(session, NodeNames.WEIGHT_DECAY)[0];
        float crossEntropy = step(session, input.source(plan, 1));
        References.close(crossEntropy, reference.get("cross_entropy").asDouble());
        References.close(crossEntropy + weightDecay, reference.get("loss").asDouble());
        // The slot starts at 0, so after one step it is the gradient that the step applied.
        for (String name : built.modelVariables()) {
          References.checkGradient(
              name,
              References.fetch(session, name + "/Momentum"),
              reference.get("gradients").get(name),
              0);
        }
      }
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
        return References.floats(result)[0];
      }
    }
  }
}
