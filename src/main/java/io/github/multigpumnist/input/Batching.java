package io.github.multigpumnist.input;

import io.github.multigpumnist.format.TfRecordFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
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
 * Batching from TFRecords in the graph: each machine has one pipeline that reads the records,
 * shuffles them, cuts global batches, and decodes the shares of the machine's towers, some steps
 * ahead; each tower slices its own out of them. So the towers of a step see what one tower with a
 * batch as large would see.
 *
 * <p>Where the shuffle buffer has room for all, it holds all, and the order is an even permutation.
 * Where it has not, the shards are read by turns, in a random order, most of them at a time, and
 * the buffer is a window over what comes. Seed and epoch decide both.
 *
 * @param records the files of training records, in order; all plain or all gzip
 * @param shuffleBuffer records that are held to shuffle them, at least 1
 * @param height rows of an image
 * @param width columns of an image
 * @param depth channels of an image
 */
public record Batching(List<Path> records, long shuffleBuffer, int height, int width, int depth)
    implements InputMode {
  private static final String SCOPE = "input";
  private static final int STEPS_AHEAD = 4;
  private static final long READ_BUFFER_BYTES = 1L << 20; // of all readers together, or more
  private static final long LEAST_READ_BUFFER_BYTES = 1L << 17;

  /** All but the largest sets' shards: else the few that come first decide an epoch's beginning. */
  private static final int SHARDS_AT_A_TIME = 128;

  /**
   * No tuning at run time: its thread makes the second epoch wait for as long as the first took.
   */
  private static final String OPTIONS =
      DatasetOptions.Options.newBuilder()
          .setAutotuneOptions(DatasetOptions.AutotuneOptions.newBuilder().setEnabled(false))
          .build()
          .toByteString()
          .toStringUtf8();

  /** Where a machine's examples come from, in the graph. */
  private record Pipeline(
      List<Integer> towers, Op begin, TowerInput examples, Operand<TInt32> stepSize) {}

  @Override
  public List<TowerInput> build(Ops cpu, List<Ops> towers, BatchPlan plan) {
    Ops tf = cpu.withSubScope(SCOPE);
    Fed fed =
        new Fed(
            tf.withName("files")
                .placeholder(TString.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE))),
            tf.withName("compression").placeholder(TString.class, scalarShape()),
            tf.withName("seed").placeholder(TInt64.class, scalarShape()),
            tf.withName("skip").placeholder(TInt64.class, scalarShape()));
    Map<String, List<Integer>> machines = new LinkedHashMap<>(); // their towers, by their CPU
    for (int i = 0; i < towers.size(); i++) {
      String machine = towers.get(i).scope().getDeviceString();
      machines.computeIfAbsent(machine, m -> new ArrayList<>()).add(i);
    }
    List<Op> begun = new ArrayList<>();
    TowerInput[] inputs = new TowerInput[towers.size()];
    for (List<Integer> mine : machines.values()) {
      Ops machine = towers.get(mine.get(0)).withSubScope("pipeline");
      Pipeline pipeline = pipeline(machine, mine, plan, fed);
      begun.add(pipeline.begin());
      for (int i = 0; i < mine.size(); i++) {
        Ops tower = towers.get(mine.get(i)).withSubScope(SCOPE);
        inputs[mine.get(i)] = slice(tower, pipeline, i, plan.towers());
      }
    }
    tf.withControlDependencies(begun).withName("begin").noOp();
    return List.of(inputs);
  }

  /** What is told when an epoch begins. */
  private record Fed(
      Operand<TString> files,
      Operand<TString> compression,
      Operand<TInt64> seed,
      Operand<TInt64> skip) {}

  private static Placeholder.Options scalarShape() {
    return Placeholder.shape(Shape.scalar());
  }

  private Pipeline pipeline(Ops tf, List<Integer> mine, BatchPlan plan, Fed fed) {
    List<Class<? extends TType>> strings = List.of(TString.class);
    List<Shape> scalars = List.of(Shape.scalar());
    List<Shape> vectors = List.of(Shape.of(Shape.UNKNOWN_SIZE));
    Operand<? extends TType> shuffled =
        tf.data.shuffleDataset(
            holdsAll(plan) ? read(tf, fed.files(), fed, READ_BUFFER_BYTES) : byTurns(tf, fed),
            tf.constant(Math.min(shuffleBuffer, plan.examples())),
            fed.seed(),
            tf.constant(1L),
            tf.random.dummySeedGenerator(),
            strings,
            scalars,
            ShuffleDataset.reshuffleEachIteration(false));
    Operand<? extends TType> batches =
        tf.data.batchDataset(
            shuffled, tf.constant((long) plan.globalBatch()), tf.constant(false), strings, vectors);
    Operand<? extends TType> remaining = tf.data.skipDataset(batches, fed.skip(), strings, vectors);
    List<Class<? extends TType>> types = List.of(TUint8.class, TInt32.class, TInt32.class);
    List<Shape> shapes =
        List.of(
            Shape.of(Shape.UNKNOWN_SIZE, height, width, depth),
            Shape.of(Shape.UNKNOWN_SIZE),
            Shape.scalar());
    ConcreteFunction decoder = RecordDecoder.build(mine, plan.towers(), height, width, depth);
    Operand<? extends TType> decoded =
        tf.data.mapDataset(remaining, List.of(), decoder, types, shapes);
    Operand<? extends TType> ahead =
        tf.data.prefetchDataset(decoded, tf.constant((long) STEPS_AHEAD), types, shapes);
    Operand<? extends TType> fixed = tf.data.optionsDataset(ahead, OPTIONS, types, shapes);
    Iterator iterator = tf.data.iterator("", "", types, shapes);
    Op begin = tf.data.makeIterator(fixed, iterator);
    IteratorGetNext next = tf.data.iteratorGetNext(iterator, types, shapes);
    TowerInput examples =
        new TowerInput(
            next.components().get(0).expect(TUint8.class),
            next.components().get(1).expect(TInt32.class));
    return new Pipeline(mine, begin, examples, next.components().get(2).expect(TInt32.class));
  }

  /** The share of the machine's tower number {@code index}; a slice of rows is not copied. */
  private static TowerInput slice(Ops tf, Pipeline pipeline, int index, int towers) {
    if (pipeline.towers().size() == 1) {
      return new TowerInput(
          tf.identity(pipeline.examples().images()), tf.identity(pipeline.examples().labels()));
    }
    Operand<TInt32> from = tf.constant(0);
    for (int earlier : pipeline.towers().subList(0, index)) {
      from = tf.math.add(from, Resident.shareSize(tf, pipeline.stepSize(), earlier, towers));
    }
    Operand<TInt32> count =
        Resident.shareSize(tf, pipeline.stepSize(), pipeline.towers().get(index), towers);
    Operand<TInt32> axis = tf.constant(0);
    Operand<TInt32> begin = tf.expandDims(from, axis);
    Operand<TInt32> size = tf.expandDims(count, axis);
    Operand<TInt32> zeros = tf.array(0, 0, 0);
    Operand<TInt32> rest = tf.array(-1, -1, -1); // all of each image
    return new TowerInput(
        tf.slice(
            pipeline.examples().images(),
            tf.concat(List.of(begin, zeros), axis),
            tf.concat(List.of(size, rest), axis)),
        tf.slice(pipeline.examples().labels(), begin, size));
  }

  private boolean holdsAll(BatchPlan plan) {
    return shuffleBuffer >= plan.examples();
  }

  /** Reader k reads the shards k, k + readers … one after another; each gives a record in turn. */
  private Operand<? extends TType> byTurns(Ops tf, Fed fed) {
    int readers = Math.min(records.size(), SHARDS_AT_A_TIME);
    long buffer = Math.max(LEAST_READ_BUFFER_BYTES, READ_BUFFER_BYTES / readers);
    List<Operand<? extends TType>> all = new ArrayList<>();
    for (int k = 0; k < readers; k++) {
      Operand<TString> files =
          tf.stridedSlice(fed.files(), tf.array(k), tf.array(records.size()), tf.array(readers));
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
      Ops tf, Operand<TString> files, Fed fed, long bufferBytes) {
    return tf.scope()
        .opBuilder("TFRecordDataset", "TFRecordDataset")
        .addInput(files.asOutput())
        .addInput(fed.compression().asOutput())
        .addInput(tf.constant(bufferBytes).asOutput())
        .build()
        .output(0);
  }

  @Override
  public BatchSource source(BatchPlan plan, long seed) {
    return new Source(records, seed, !holdsAll(plan));
  }

  private record Source(List<Path> files, long seed, boolean shuffleFiles) implements BatchSource {

    @Override
    public void load(GraphRunner session) {}

    @Override
    public void beginEpoch(GraphRunner session, long epoch, long firstStep) {
      try (Feeds feeds = new Feeds()) {
        feeds.put("input/files", TString.vectorOf(order(epoch)));
        feeds.put("input/compression", TString.scalarOf(compression()));
        feeds.put("input/seed", TInt64.scalarOf(EpochOrder.mix(seed, epoch)));
        feeds.put("input/skip", TInt64.scalarOf(firstStep));
        session.run("input/begin", feeds);
      }
    }

    private String[] order(long epoch) {
      int[] order =
          shuffleFiles
              ? EpochOrder.permutation(files.size(), seed, epoch)
              : IntStream.range(0, files.size()).toArray();
      return IntStream.of(order).mapToObj(i -> files.get(i).toString()).toArray(String[]::new);
    }

    private String compression() {
      try {
        return TfRecordFile.isGzip(files.get(0)) ? "GZIP" : "";
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
