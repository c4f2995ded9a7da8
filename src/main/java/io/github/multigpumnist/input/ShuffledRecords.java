package io.github.multigpumnist.input;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.data.ShuffleDataset;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** Records as a pipeline reads and shuffles them. */
final class ShuffledRecords {
  private static final long READ_BUFFER_BYTES = 1L << 20; // of all readers together, or more
  private static final long LEAST_READ_BUFFER_BYTES = 1L << 17;

  /** All but the largest sets' shards: else the few that come first decide an epoch's beginning. */
  private static final int SHARDS_AT_A_TIME = 128;

  private ShuffledRecords() {}

  static Operand<? extends TType> build(Ops tf, Batching input, BatchPlan plan, PipelineFeeds fed) {
    return tf.data.shuffleDataset(
        input.holdsAll(plan)
            ? read(tf, fed.files(), fed, READ_BUFFER_BYTES)
            : byTurns(tf, input.records().size(), fed),
        tf.constant(Math.min(input.shuffleBuffer(), plan.examples())),
        fed.seed(),
        tf.constant(1L),
        tf.random.dummySeedGenerator(),
        List.of(TString.class),
        List.of(Shape.scalar()),
        ShuffleDataset.reshuffleEachIteration(false));
  }

  /** Reader k reads the shards k, k + readers … one after another; each gives a record in turn. */
  private static Operand<? extends TType> byTurns(Ops tf, int shards, PipelineFeeds fed) {
    int readers = Math.min(shards, SHARDS_AT_A_TIME);
    long buffer = Math.max(LEAST_READ_BUFFER_BYTES, READ_BUFFER_BYTES / readers);
    List<Operand<? extends TType>> all = new ArrayList<>();
    for (int k = 0; k < readers; k++) {
      Operand<TString> files =
          tf.stridedSlice(fed.files(), tf.array(k), tf.array(shards), tf.array(readers));
      all.add(read(tf, files, fed, buffer));
    }
    List<Shape> scalars = List.of(Shape.scalar());
    List<Class<? extends TType>> numbers = List.of(TInt64.class);
    Operand<? extends TType> round =
        tf.data.rangeDataset(
            tf.constant(0L), tf.constant((long) readers), tf.constant(1L), numbers, scalars);
    Operand<? extends TType> turns =
        tf.data.repeatDataset(round, tf.constant(-1L), numbers, scalars);
    return tf.data.directedInterleaveDataset(turns, all, List.of(TString.class), scalars);
  }

  /** The generated method builds a version of the operation that takes one input more. */
  private static Operand<? extends TType> read(
      Ops tf, Operand<TString> files, PipelineFeeds fed, long bufferBytes) {
    return tf.scope()
        .opBuilder("TFRecordDataset", "TFRecordDataset")
        .addInput(files.asOutput())
        .addInput(fed.compression().asOutput())
        .addInput(tf.constant(bufferBytes).asOutput())
        .build()
        .output(0);
  }
}
