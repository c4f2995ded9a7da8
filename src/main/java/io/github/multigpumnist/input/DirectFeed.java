package io.github.multigpumnist.input;

import io.github.multigpumnist.dataset.Batch;
import io.github.multigpumnist.dataset.Examples;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * Direct feed: every step's examples are gathered from where they lie, and fed.
 *
 * @param images the training examples
 */
public record DirectFeed(Examples images) implements InputMode {

  @Override
  public List<TowerInput> build(Ops cpu, List<Ops> towers, BatchPlan plan) {
    Shape shape = Shape.of(Shape.UNKNOWN_SIZE, images.height(), images.width(), images.depth());
    List<TowerInput> inputs = new ArrayList<>();
    for (Ops tower : towers) {
      Ops tf = tower.withSubScope("input");
      inputs.add(
          new TowerInput(
              tf.withName("images").placeholder(TUint8.class, Placeholder.shape(shape)),
              tf.withName("labels")
                  .placeholder(TInt32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE))),
              tf.timestamp()));
    }
    return inputs;
  }

  @Override
  public BatchSource source(BatchPlan plan, long seed) {
    return new Source(images, plan, seed);
  }

  private static final class Source implements BatchSource {
    private final Examples images;
    private final BatchPlan plan;
    private final long seed;
    private int[] order;

    Source(Examples images, BatchPlan plan, long seed) {
      this.images = images;
      this.plan = plan;
      this.seed = seed;
    }

    @Override
    public void load(GraphRunner session) {}

    @Override
    public void beginEpoch(GraphRunner session, long epoch, long firstStep) {
      order = EpochOrder.permutation(images.count(), seed, epoch);
    }

    @Override
    public Feeds feeds(long stepInEpoch) {
      Feeds feeds = new Feeds();
      int start = (int) plan.start(stepInEpoch);
      int size = plan.size(stepInEpoch);
      for (int tower = 0; tower < plan.towers(); tower++) {
        int from = start + plan.share(size, tower);
        int count = start + plan.share(size, tower + 1) - from;
        Batch batch = Batch.of(images, count);
        images.gather(order, from, count, batch);
        Shape shape = Shape.of(count, images.height(), images.width(), images.depth());
        feeds.put(
            "tower_" + tower + "/input/images",
            TUint8.tensorOf(shape, DataBuffers.of(batch.pixels(), true, false)));
        feeds.put("tower_" + tower + "/input/labels", TInt32.vectorOf(batch.labels()));
      }
      return feeds;
    }
  }
}
