package io.github.multigpumnist.tower;

import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.input.BatchPlan;
import io.github.multigpumnist.input.DirectFeed;
import io.github.multigpumnist.input.Feeds;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

/** A training graph with direct feed, any of whose operations can be fetched or fed. */
final class OpenGraph implements AutoCloseable {
  private final Graph graph = new Graph();
  private final Session session;
  private final int towers;
  private Feeds feeds = new Feeds();

  OpenGraph(GraphDef def, int towers) {
    this.towers = towers;
    graph.importGraphDef(def);
    session = new Session(graph, ConfigProto.newBuilder().putDeviceCount("CPU", towers).build());
  }

  /** From now on every run is fed the whole set as one step, in the seed's order. */
  void feedBatches(LabeledImages images, long seed, float rate) {
    BatchPlan plan = new BatchPlan(images.count(), towers, (int) images.count() / towers);
    var source = new DirectFeed(images).source(plan, seed);
    source.beginEpoch((target, none) -> {}, 0, 0);
    feeds = source.feeds(0);
    feeds.put(NodeNames.EXAMPLES, TFloat32.scalarOf(images.count()));
    feeds.put(NodeNames.LEARNING_RATE, TFloat32.scalarOf(rate));
  }

  /** From now on every run is fed the whole set as one step, in the set's order. */
  void feedSlices(LabeledImages images) {
    feeds = References.slices(images, towers);
  }

  void run(String target) {
    runner().addTarget(target).run().close();
  }

  float[] fetch(String name) {
    return read(runner(), name);
  }

  /** Of cross entropy and weight decay, by one element of a variable, which is fed. */
  double slope(String variable, int element, float step) {
    float[] value = fetch(variable);
    float before = value[element];
    value[element] = before + step;
    double high = value[element];
    double up = loss(variable, value);
    value[element] = before - step;
    return (up - loss(variable, value)) / (high - value[element]);
  }

  private double loss(String variable, float[] value) {
    try (TFloat32 fed =
        TFloat32.tensorOf(graph.operation(variable).output(0).shape(), DataBuffers.of(value))) {
      return read(runner().feed(variable, fed), NodeNames.CROSS_ENTROPY)[0]
          + read(runner().feed(variable, fed), NodeNames.WEIGHT_DECAY)[0];
    }
  }

  private Session.Runner runner() {
    Session.Runner runner = session.runner();
    feeds.forEach(runner::feed);
    return runner;
  }

  private static float[] read(Session.Runner runner, String name) {
    try (Result result = runner.fetch(name).run()) {
      TFloat32 tensor = (TFloat32) result.get(0);
      float[] copy = new float[(int) tensor.size()];
      tensor.asRawTensor().data().asFloats().read(copy);
      return copy;
    }
  }

  @Override
  public void close() {
    feeds.close();
    session.close();
    graph.close();
  }
}
