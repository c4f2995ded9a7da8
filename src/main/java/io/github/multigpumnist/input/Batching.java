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
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

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

  @Override
  public List<TowerInput> build(Ops cpu, List<Ops> towers, BatchPlan plan) {
    Ops tf = cpu.withSubScope(SCOPE);
    PipelineFeeds fed =
        new PipelineFeeds(
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
    List<Ops> scopes = towers.stream().map(tower -> tower.withSubScope(SCOPE)).toList();
    for (List<Integer> mine : machines.values()) {
      Ops machine = scopes.get(mine.get(0)).withSubScope("pipeline");
      MachinePipeline pipeline = MachinePipeline.build(machine, mine, plan, this, fed);
      begun.add(pipeline.begin());
      for (int i = 0; i < mine.size(); i++) {
        inputs[mine.get(i)] = pipeline.share(scopes.get(mine.get(i)), i, plan.towers());
      }
    }
    tf.withControlDependencies(begun).withName("begin").noOp();
    return List.of(inputs);
  }

  private static Placeholder.Options scalarShape() {
    return Placeholder.shape(Shape.scalar());
  }

  /** Whether all examples are in the shuffle buffer at once. */
  boolean holdsAll(BatchPlan plan) {
    return shuffleBuffer >= plan.examples();
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
