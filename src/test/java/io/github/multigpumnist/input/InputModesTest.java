package io.github.multigpumnist.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tensorflow.DeviceSpec.DeviceType.CPU;

import io.github.multigpumnist.dataset.Dataset;
import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.dataset.RecordFiles;
import io.github.multigpumnist.format.Gzip;
import io.github.multigpumnist.format.TfRecordFile;
import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/** Each way in gives every example once an epoch, in an order that seed and epoch decide. */
class InputModesTest {
  private static final int EXAMPLES = 53;
  private static final int CLASSES = 7;
  @TempDir static Path folder;
  private static LabeledImages images;
  private static List<Path> records;
  private static List<Path> shards;

  /** Image i has i in its first pixel and 255 − i in its last; its label is i modulo 7. */
  @BeforeAll
  static void writeRecords() throws IOException {
    byte[] pixels = new byte[EXAMPLES * 6];
    int[] labels = new int[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      pixels[i * 6] = (byte) i;
      pixels[i * 6 + 5] = (byte) (255 - i);
      labels[i] = i % CLASSES;
    }
    images = new LabeledImages(3, 2, 1, CLASSES, pixels, labels);
    List<String> names = IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
    Dataset dataset = new Dataset("numbered", images, images, names);
    RecordFiles files = RecordFiles.ensure(dataset, 0, folder, false, Progress.Reporter.SILENT);
    records = List.of(files.train().get(0).file());
    List<byte[]> all = new ArrayList<>();
    TfRecordFile.read(records.get(0), all::add);
    shards = new ArrayList<>();
    for (int from = 0; from < EXAMPLES; from += 7) {
      List<byte[]> some = all.subList(from, Math.min(EXAMPLES, from + 7));
      Path shard = folder.resolve("shard-" + from);
      TfRecordFile.write(shard, file -> write(some, file));
      shards.add(shard);
    }
  }

  private static void write(List<byte[]> records, TfRecordFile.RecordConsumer file)
      throws IOException {
    for (byte[] record : records) {
      file.accept(record);
    }
  }

  private static Stream<Function<LabeledImages, InputMode>> modes() {
    return Stream.of(
        DirectFeed::new,
        Resident::new,
        all -> new Batching(records, EXAMPLES, 3, 2, 1),
        all -> new Batching(shards, 10, 3, 2, 1));
  }

  static Stream<Arguments> modesAndTowers() {
    return modes()
        .flatMap(
            mode ->
                Stream.of(new int[] {1, 8}, new int[] {2, 5}, new int[] {3, 3}, new int[] {5, 10})
                    .map(p -> Arguments.of(mode, new BatchPlan(EXAMPLES, p[0], p[1]))));
  }

  /** An input in a session. */
  private static final class Open implements AutoCloseable {
    private final BatchPlan plan;
    private final Graph graph = new Graph();
    private final List<TowerInput> towers;
    private final BatchSource source;
    private final Session session;
    private final GraphRunner runner = this::run;

    Open(InputMode mode, BatchPlan plan, long seed) {
      this(mode, plan, seed, 1);
    }

    /** Tower i is on the CPU of that number, modulo how many there are. */
    Open(InputMode mode, BatchPlan plan, long seed, int cpus) {
      this.plan = plan;
      Ops tf = Ops.create(graph);
      List<Ops> scopes =
          IntStream.range(0, plan.towers())
              .mapToObj(
                  i ->
                      tf.withSubScope("tower_" + i)
                          .withDevice(
                              DeviceSpec.newBuilder()
                                  .deviceType(CPU)
                                  .deviceIndex(i % cpus)
                                  .build()))
              .toList();
      towers =
          mode.build(tf, scopes, plan).stream()
              .map(t -> new TowerInput(tf.identity(t.images()), tf.identity(t.labels())))
              .toList(); // what is fed cannot be fetched
      source = mode.source(plan, seed);
      session = new Session(graph, ConfigProto.newBuilder().putDeviceCount("CPU", cpus).build());
      source.load(runner);
    }

    private void run(String target, Feeds feeds) {
      Session.Runner one = session.runner().addTarget(target);
      feeds.forEach(one::feed);
      one.run().close();
    }

    /** Examples of each step from {@code first}, tower after tower. */
    List<List<List<Integer>>> epoch(long epoch, long first, long end) {
      source.beginEpoch(runner, epoch, first);
      List<List<List<Integer>>> steps = new ArrayList<>();
      for (long step = first; step < end; step++) {
        steps.add(step(step));
      }
      return steps;
    }

    List<List<List<Integer>>> epoch(long epoch) {
      return epoch(epoch, 0, plan.stepsPerEpoch());
    }

    private List<List<Integer>> step(long step) {
      try (Feeds feeds = source.feeds(step)) {
        Session.Runner one = session.runner();
        feeds.forEach(one::feed);
        towers.forEach(t -> one.fetch(t.images()).fetch(t.labels()));
        try (Result result = one.run()) {
          List<List<Integer>> shares = new ArrayList<>();
          for (int tower = 0; tower < plan.towers(); tower++) {
            shares.add(
                examples((TUint8) result.get(2 * tower), (TInt32) result.get(2 * tower + 1)));
          }
          return shares;
        }
      }
    }

    private static List<Integer> examples(TUint8 pixels, TInt32 labels) {
      List<Integer> found = new ArrayList<>();
      assertThat(pixels.shape().asArray()).containsExactly(labels.size(), 3, 2, 1);
      for (int i = 0; i < labels.size(); i++) {
        int example = pixels.getByte(i, 0, 0, 0) & 0xff;
        assertThat(pixels.getByte(i, 2, 1, 0) & 0xff).isEqualTo(255 - example);
        assertThat(labels.getInt(i)).isEqualTo(example % CLASSES);
        found.add(example);
      }
      return found;
    }

    long count(String operation) {
      Iterable<GraphOperation> all = graph::operations;
      return StreamSupport.stream(all.spliterator(), false)
          .filter(o -> o.type().equals(operation))
          .count();
    }

    @Override
    public void close() {
      session.close();
      graph.close();
    }
  }

  private static List<Integer> flat(List<List<List<Integer>>> steps) {
    return steps.stream().flatMap(List::stream).flatMap(List::stream).toList();
  }

  @ParameterizedTest
  @MethodSource("modesAndTowers")
  void everyExampleComesOnceAnEpoch(Function<LabeledImages, InputMode> mode, BatchPlan plan) {
    try (Open open = new Open(mode.apply(images), plan, 1)) {
      List<List<Integer>> orders = new ArrayList<>();
      for (long epoch = 0; epoch < 3; epoch++) {
        List<List<List<Integer>>> steps = open.epoch(epoch);
        List<Integer> order = flat(steps);
        assertThat(order).hasSize(EXAMPLES).doesNotHaveDuplicates();
        for (int s = 0; s < steps.size(); s++) {
          int size = plan.size(s);
          for (int tower = 0; tower < plan.towers(); tower++) {
            assertThat(steps.get(s).get(tower))
                .hasSize(plan.share(size, tower + 1) - plan.share(size, tower));
          }
        }
        orders.add(order);
      }
      assertThat(new HashSet<>(orders)).as("an order of its own each epoch").hasSize(3);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void shufflingReachesOverTheWholeEpoch(Function<LabeledImages, InputMode> mode) {
    try (Open open = new Open(mode.apply(images), new BatchPlan(EXAMPLES, 1, 8), 1)) {
      int early = 0;
      int late = 0;
      for (long epoch = 0; epoch < 20; epoch++) {
        List<Integer> order = flat(open.epoch(epoch));
        early += (int) order.subList(0, 8).stream().filter(e -> e >= 45).count();
        late += (int) order.subList(45, 53).stream().filter(e -> e < 8).count();
      }
      assertThat(early).as("last examples in first batches, of 160 places").isBetween(8, 50);
      assertThat(late).as("first examples in last batches").isBetween(8, 50);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void theSeedDecidesTheOrder(Function<LabeledImages, InputMode> mode) {
    BatchPlan plan = new BatchPlan(EXAMPLES, 2, 5);
    try (Open first = new Open(mode.apply(images), plan, 1);
        Open same = new Open(mode.apply(images), plan, 1);
        Open other = new Open(mode.apply(images), plan, 2)) {
      List<List<List<Integer>>> order = first.epoch(4);
      assertThat(same.epoch(4)).isEqualTo(order);
      assertThat(other.epoch(4)).isNotEqualTo(order);
      assertThat(flat(other.epoch(3)))
          .as("seed and epoch are not one number")
          .isNotEqualTo(flat(order));
    }
  }

  @ParameterizedTest
  @MethodSource("modesAndTowers")
  void goingOnInMidEpochGivesTheSameBatches(
      Function<LabeledImages, InputMode> mode, BatchPlan plan) {
    try (Open whole = new Open(mode.apply(images), plan, 1);
        Open resumed = new Open(mode.apply(images), plan, 1)) {
      long steps = plan.stepsPerEpoch();
      for (long from : new long[] {0, steps / 2, steps - 1}) {
        List<List<List<Integer>>> expected = whole.epoch(1);
        assertThat(resumed.epoch(1, from, steps))
            .isEqualTo(expected.subList((int) from, (int) steps));
        assertThat(resumed.epoch(2, 0, 1)).as("left in mid-epoch").hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void towersTogetherSeeWhatOneTowerSees(Function<LabeledImages, InputMode> mode) {
    try (Open one = new Open(mode.apply(images), new BatchPlan(EXAMPLES, 1, 12), 1);
        Open many = new Open(mode.apply(images), new BatchPlan(EXAMPLES, 3, 4), 1)) {
      List<List<Integer>> alone = one.epoch(0).stream().map(s -> flat(List.of(s))).toList();
      assertThat(many.epoch(0).stream().map(s -> flat(List.of(s))).toList()).isEqualTo(alone);
    }
  }

  @Test
  void eachMachineHasOnePipelineThatDecodesItsOwn() {
    BatchPlan plan = new BatchPlan(EXAMPLES, 5, 3);
    try (Open one = new Open(new Batching(records, EXAMPLES, 3, 2, 1), plan, 1);
        Open three = new Open(new Batching(records, EXAMPLES, 3, 2, 1), plan, 1, 3)) {
      assertThat(one.count("ShuffleDatasetV3") + one.count("ShuffleDataset")).isOne();
      assertThat(three.count("ShuffleDatasetV3") + three.count("ShuffleDataset")).isEqualTo(3);
      assertThat(one.graph.operation("tower_0/input/pipeline/IteratorGetNext"))
          .as("input, in a step's timeline")
          .isNotNull();
      assertThat(three.epoch(0)).isEqualTo(one.epoch(0));
      assertThat(three.epoch(1, 2, plan.stepsPerEpoch()))
          .isEqualTo(one.epoch(1, 2, plan.stepsPerEpoch()));
    }
  }

  @Test
  void compressedRecordsAreBatchedLikePlainOnes() throws IOException {
    Path compressed = folder.resolve("compressed.tfrecords");
    Files.write(compressed, Gzip.of(Files.readAllBytes(records.get(0))));
    BatchPlan plan = new BatchPlan(EXAMPLES, 2, 5);
    try (Open plain = new Open(new Batching(records, EXAMPLES, 3, 2, 1), plan, 1);
        Open gzip = new Open(new Batching(List.of(compressed), EXAMPLES, 3, 2, 1), plan, 1)) {
      assertThat(gzip.epoch(0)).isEqualTo(plain.epoch(0));
    }
  }

  @Test
  void directAndResidentGiveTheSameExamples() {
    BatchPlan plan = new BatchPlan(EXAMPLES, 3, 4);
    try (Open direct = new Open(new DirectFeed(images), plan, 9);
        Open resident = new Open(new Resident(images), plan, 9)) {
      assertThat(resident.epoch(0)).isEqualTo(direct.epoch(0));
      assertThat(resident.epoch(5)).isEqualTo(direct.epoch(5));
    }
  }
}
