package io.github.multigpumnist.input;

import io.github.multigpumnist.format.TfRecordFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.data.Iterator;
import org.tensorflow.op.data.IteratorGetNext;
import org.tensorflow.op.data.ShuffleDataset;
import org.tensorflow.proto.data.DatasetOptions;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * Batching from TFRecords in the graph: each tower has a pipeline of its own that reads the
 * records, shuffles all of them, cuts global batches, and decodes the tower's share of each, some
 * steps ahead. Records outside the share are read but not decoded: so the towers of a step see what
 * one tower with a batch as large would see. A pipeline holds one epoch's records in memory.
 *
 * @param records the file of training records
 * @param height rows of an image
 * @param width columns of an image
 * @param depth channels of an image
 */
public record Batching(Path records, int height, int width, int depth) implements InputMode {
  private static final String SCOPE = "input";
  private static final int STEPS_AHEAD = 4;
  private static final long READ_BUFFER_BYTES = 1L << 20;

  /**
   * No tuning at run time: its thread makes the second epoch wait for as long as the first took.
   */
  private static final String OPTIONS =
      DatasetOptions.Options.newBuilder()
          .setAutotuneOptions(DatasetOptions.AutotuneOptions.newBuilder().setEnabled(false))
          .build()
          .toByteString()
          .toStringUtf8();

  @Override
  public List<TowerInput> build(Ops cpu, List<Ops> towers, BatchPlan plan) {
    Ops tf = cpu.withSubScope(SCOPE);
    Operand<TString> file = tf.withName("file").placeholder(TString.class, scalarShape());
    Operand<TString> compression =
        tf.withName("compression").placeholder(TString.class, scalarShape());
    Operand<TInt64> seed = tf.withName("seed").placeholder(TInt64.class, scalarShape());
    Operand<TInt64> skip = tf.withName("skip").placeholder(TInt64.class, scalarShape());
    List<TowerInput> inputs = new ArrayList<>();
    for (int i = 0; i < towers.size(); i++) {
      Ops tower = towers.get(i).withSubScope(SCOPE);
      inputs.add(buildTower(tower, i, plan, readRecords(tower, file, compression), seed, skip));
    }
    return inputs;
  }

  private static Placeholder.Options scalarShape() {
    return Placeholder.shape(Shape.scalar());
  }

  private TowerInput buildTower(
      Ops tf,
      int tower,
      BatchPlan plan,
      Operand<? extends TType> records,
      Operand<TInt64> seed,
      Operand<TInt64> skip) {
    List<Class<? extends TType>> strings = List.of(TString.class);
    List<Shape> scalars = List.of(Shape.scalar());
    List<Shape> vectors = List.of(Shape.of(Shape.UNKNOWN_SIZE));
    Operand<? extends TType> shuffled =
        tf.data.shuffleDataset(
            records,
            tf.constant(plan.examples()),
            seed,
            tf.constant(1L),
            tf.random.dummySeedGenerator(),
            strings,
            scalars,
            ShuffleDataset.reshuffleEachIteration(false));
    Operand<? extends TType> batches =
        tf.data.batchDataset(
            shuffled, tf.constant((long) plan.globalBatch()), tf.constant(false), strings, vectors);
    Operand<? extends TType> remaining = tf.data.skipDataset(batches, skip, strings, vectors);
    List<Class<? extends TType>> types = List.of(TUint8.class, TInt32.class);
    List<Shape> shapes =
        List.of(Shape.of(Shape.UNKNOWN_SIZE, height, width, depth), Shape.of(Shape.UNKNOWN_SIZE));
    Operand<? extends TType> decoded =
        tf.data.mapDataset(remaining, List.of(), decoder(tower, plan.towers()), types, shapes);
    Operand<? extends TType> ahead =
        tf.data.prefetchDataset(decoded, tf.constant((long) STEPS_AHEAD), types, shapes);
    Operand<? extends TType> fixed = tf.data.optionsDataset(ahead, OPTIONS, types, shapes);
    Iterator iterator = tf.data.iterator("", "", types, shapes);
    tf.withName("begin").data.makeIterator(fixed, iterator);
    IteratorGetNext next = tf.data.iteratorGetNext(iterator, types, shapes);
    return new TowerInput(
        tf.identity(next.components().get(0).expect(TUint8.class)),
        tf.identity(next.components().get(1).expect(TInt32.class)));
  }

  /** The generated method builds a version of the operation that takes one input more. */
  private static Operand<? extends TType> readRecords(
      Ops tf, Operand<TString> file, Operand<TString> compression) {
    return tf.scope()
        .opBuilder("TFRecordDataset", "TFRecordDataset")
        .addInput(file.asOutput())
        .addInput(compression.asOutput())
        .addInput(tf.constant(READ_BUFFER_BYTES).asOutput())
        .build()
        .output(0);
  }

  private ConcreteFunction decoder(int tower, int towers) {
    return RecordDecoder.build(tower, towers, height, width, depth);
  }

  @Override
  public BatchSource source(BatchPlan plan, long seed) {
    return new Source(records.toString(), plan, seed);
  }

  private record Source(String file, BatchPlan plan, long seed) implements BatchSource {

    @Override
    public void load(GraphRunner session) {}

    @Override
    public void beginEpoch(GraphRunner session, long epoch, long firstStep) {
      for (int tower = 0; tower < plan.towers(); tower++) {
        try (Feeds feeds = new Feeds()) {
          feeds.put("input/file", TString.scalarOf(file));
          feeds.put("input/compression", TString.scalarOf(compression()));
          feeds.put("input/seed", TInt64.scalarOf(EpochOrder.mix(seed, epoch)));
          feeds.put("input/skip", TInt64.scalarOf(firstStep));
          session.run("tower_" + tower + "/input/begin", feeds);
        }
      }
    }

    private String compression() {
      try {
        return TfRecordFile.isGzip(Path.of(file)) ? "GZIP" : "";
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Feeds feeds(long stepInEpoch) {
      return new Feeds();
    }
  }
}
