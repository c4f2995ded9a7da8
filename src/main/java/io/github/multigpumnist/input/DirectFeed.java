package io.github.multigpumnist.input;

import io.github.multigpumnist.dataset.LabeledImages;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * Direct feed: the data set lies in host memory, and every step's examples are fed.
 *
 * @param images the training examples
 */
public record DirectFeed(LabeledImages images) implements InputMode {

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
                  .placeholder(TInt32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE)))));
    }
    return inputs;
  }

  @Override
  public BatchSource source(BatchPlan plan, long seed) {
    return new Source(images, plan, seed);
  }

  private static final class Source implements BatchSource {
    private final LabeledImages images;
    private final BatchPlan plan;
    private final long seed;
    private int[] order;

    Source(LabeledImages images, BatchPlan plan, long seed) {
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
      int start = plan.start(stepInEpoch);
      int size = plan.size(stepInEpoch);
      for (int tower = 0; tower < plan.towers(); tower++) {
        int from = start + plan.share(size, tower);
        int count = start + plan.share(size, tower + 1) - from;
        feeds.put("tower_" + tower + "/input/images", gatherImages(from, count));
        feeds.put("tower_" + tower + "/input/labels", gatherLabels(from, count));
      }
      return feeds;
    }

    private TUint8 gatherImages(int from, int count) {
      int length = images.imageSize();
      byte[] batch = new byte[count * length];
      for (int i = 0; i < count; i++) {
        System.arraycopy(images.pixels(), order[from + i] * length, batch, i * length, length);
      }
      return TUint8.tensorOf(
          Shape.of(count, images.height(), images.width(), images.depth()),
          DataBuffers.of(batch, true, false));
    }

    private TInt32 gatherLabels(int from, int count) {
      int[] batch = new int[count];
      for (int i = 0; i < count; i++) {
        batch[i] = images.labels()[order[from + i]];
      }
      return TInt32.vectorOf(batch);
    }
  }
}
