package io.github.multigpumnist.input;

import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.data.Iterator;
import org.tensorflow.op.data.IteratorGetNext;
import org.tensorflow.proto.data.DatasetOptions;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * Where a machine's examples come from, in the graph.
 *
 * @param mine its towers
 * @param begin begins an epoch
 * @param examples of its towers in the next step, one tower after another
 * @param stepSize examples of all machines' towers in the next step
 */
record MachinePipeline(
    List<Integer> mine, Op begin, TowerInput examples, Operand<TInt32> stepSize) {
  private static final int STEPS_AHEAD = 4;

  /**
   * No tuning at run time: its thread makes the second epoch wait for as long as the first took.
   */
  private static final String OPTIONS =
      DatasetOptions.Options.newBuilder()
          .setAutotuneOptions(DatasetOptions.AutotuneOptions.newBuilder().setEnabled(false))
          .build()
          .toByteString()
          .toStringUtf8();

  static MachinePipeline build(
      Ops tf, List<Integer> mine, BatchPlan plan, Batching input, PipelineFeeds fed) {
    List<Class<? extends TType>> strings = List.of(TString.class);
    List<Shape> vectors = List.of(Shape.of(Shape.UNKNOWN_SIZE));
    Operand<? extends TType> shuffled = ShuffledRecords.build(tf, input, plan, fed);
    Operand<? extends TType> batches =
        tf.data.batchDataset(
            shuffled, tf.constant((long) plan.globalBatch()), tf.constant(false), strings, vectors);
    Operand<? extends TType> remaining = tf.data.skipDataset(batches, fed.skip(), strings, vectors);
    List<Class<? extends TType>> types = List.of(TUint8.class, TInt32.class, TInt32.class);
    List<Shape> shapes =
        List.of(
            Shape.of(Shape.UNKNOWN_SIZE, input.height(), input.width(), input.depth()),
            Shape.of(Shape.UNKNOWN_SIZE),
            Shape.scalar());
    ConcreteFunction decoder =
        RecordDecoder.build(mine, plan.towers(), input.height(), input.width(), input.depth());
    Operand<? extends TType> decoded =
        tf.data.mapDataset(remaining, List.of(), decoder, types, shapes);
    Operand<? extends TType> ahead =
        tf.data.prefetchDataset(decoded, tf.constant((long) STEPS_AHEAD), types, shapes);
    Operand<? extends TType> fixed = tf.data.optionsDataset(ahead, OPTIONS, types, shapes);
    Iterator iterator = tf.data.iterator("", "", types, shapes);
    Op begin = tf.data.makeIterator(fixed, iterator);
    Operand<TFloat64> asked = tf.timestamp();
    IteratorGetNext next =
        tf.withControlDependencies(List.of(asked)).data.iteratorGetNext(iterator, types, shapes);
    TowerInput examples =
        new TowerInput(
            next.components().get(0).expect(TUint8.class),
            next.components().get(1).expect(TInt32.class),
            asked);
    return new MachinePipeline(
        mine, begin, examples, next.components().get(2).expect(TInt32.class));
  }

  /** The share of the machine's tower number {@code index}; a slice of rows is not copied. */
  TowerInput share(Ops tf, int index, int towers) {
    if (mine.size() == 1) {
      return new TowerInput(
          tf.identity(examples.images()), tf.identity(examples.labels()), examples.asked());
    }
    Operand<TInt32> from = tf.constant(0);
    for (int earlier : mine.subList(0, index)) {
      from = tf.math.add(from, Resident.shareSize(tf, stepSize, earlier, towers));
    }
    Operand<TInt32> count = Resident.shareSize(tf, stepSize, mine.get(index), towers);
    Operand<TInt32> axis = tf.constant(0);
    Operand<TInt32> begin = tf.expandDims(from, axis);
    Operand<TInt32> size = tf.expandDims(count, axis);
    Operand<TInt32> zeros = tf.array(0, 0, 0);
    Operand<TInt32> rest = tf.array(-1, -1, -1); // all of each image
    return new TowerInput(
        tf.slice(
            examples.images(),
            tf.concat(List.of(begin, zeros), axis),
            tf.concat(List.of(size, rest), axis)),
        tf.slice(examples.labels(), begin, size),
        examples.asked());
  }
}
