package io.github.multigpumnist.input;

import io.github.multigpumnist.dataset.Examples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * Resident: the data set lives in the graph as uint8, one copy in the memory of each machine that
 * has towers; an epoch's order is assigned once, and each tower gathers its examples by it. A step
 * is fed two numbers.
 *
 * @param images the training examples
 */
public record Resident(Examples images) implements InputMode {
  private static final String SCOPE = "input";

  @Override
  public List<TowerInput> build(Ops cpu, List<Ops> towers, BatchPlan plan) {
    Ops tf = cpu.withSubScope(SCOPE);
    long count = images.count();
    Shape shape = Shape.of(count, images.height(), images.width(), images.depth());
    Map<String, Ops> machines = new LinkedHashMap<>(); // by their CPU, the first tower's scope
    towers.forEach(
        t -> machines.putIfAbsent(t.scope().getDeviceString(), t.withSubScope("resident")));
    Map<String, Variable<TUint8>> pixels = inPieces(tf, shape, machines);
    Map<String, Operand<TInt32>> labels =
        stored(tf, "labels", Shape.of(count), TInt32.class, machines);
    Map<String, Operand<TInt32>> order =
        stored(tf, "order", Shape.of(count), TInt32.class, machines);
    Operand<TInt32> start = scalar(tf, "start");
    Operand<TInt32> size = scalar(tf, "size");
    List<TowerInput> inputs = new ArrayList<>();
    for (int i = 0; i < towers.size(); i++) {
      Ops tower = towers.get(i).withSubScope(SCOPE);
      String machine = towers.get(i).scope().getDeviceString();
      Operand<TInt32> from = share(tower, size, i, plan.towers());
      Operand<TInt32> own = shareSize(tower, size, i, plan.towers());
      Operand<TFloat64> asked = tower.timestamp();
      Operand<TInt32> mine =
          tower
              .withControlDependencies(List.of(asked))
              .slice(
                  order.get(machine),
                  tower.expandDims(tower.math.add(start, from), tower.constant(0)),
                  tower.expandDims(own, tower.constant(0)));
      Operand<TInt32> axis = tower.constant(0);
      inputs.add(
          new TowerInput(
              tower.gather(pixels.get(machine), mine, axis),
              tower.gather(labels.get(machine), mine, axis),
              asked));
    }
    return inputs;
  }

  /** ⌊size · tower / towers⌋, as {@link BatchPlan#share}. */
  static Operand<TInt32> share(Ops tf, Operand<TInt32> size, int tower, int towers) {
    return tf.math.floorDiv(tf.math.mul(size, tf.constant(tower)), tf.constant(towers));
  }

  static Operand<TInt32> shareSize(Ops tf, Operand<TInt32> size, int tower, int towers) {
    return tf.math.sub(share(tf, size, tower + 1, towers), share(tf, size, tower, towers));
  }

  private static Operand<TInt32> scalar(Ops tf, String name) {
    return tf.withName(name).placeholder(TInt32.class, Placeholder.shape(Shape.scalar()));
  }

  /**
   * A variable on each machine; all are assigned by running {@code NAME_assign} with {@code
   * NAME_value} fed.
   */
  private static <T extends TType> Map<String, Operand<T>> stored(
      Ops tf, String name, Shape shape, Class<T> type, Map<String, Ops> machines) {
    Operand<T> value = tf.withName(name + "_value").placeholder(type, Placeholder.shape(shape));
    Map<String, Operand<T>> variables = new LinkedHashMap<>();
    List<Op> assigned = new ArrayList<>();
    machines.forEach(
        (machine, scope) -> {
          Variable<T> variable = scope.withName(name).variable(shape, type);
          variables.put(machine, variable);
          assigned.add(scope.assign(variable, value));
        });
    tf.withControlDependencies(assigned).withName(name + "_assign").noOp();
    return variables;
  }

  /**
   * The images on each machine. {@code images_clear} makes room for all of them, {@code
   * images_assign} puts the fed ones at their place: so nothing is twice in memory.
   */
  private static Map<String, Variable<TUint8>> inPieces(
      Ops tf, Shape shape, Map<String, Ops> machines) {
    Shape part = Shape.of(Shape.UNKNOWN_SIZE, shape.get(1), shape.get(2), shape.get(3));
    Operand<TUint8> value =
        tf.withName("images_value").placeholder(TUint8.class, Placeholder.shape(part));
    Operand<TInt32> from = tf.expandDims(scalar(tf, "images_from"), tf.constant(0));
    Operand<TInt32> to = tf.expandDims(scalar(tf, "images_to"), tf.constant(0));
    Map<String, Variable<TUint8>> variables = new LinkedHashMap<>();
    List<Op> cleared = new ArrayList<>();
    List<Op> assigned = new ArrayList<>();
    machines.forEach(
        (machine, scope) -> {
          Variable<TUint8> variable = scope.withName("images").variable(shape, TUint8.class);
          variables.put(machine, variable);
          Operand<TInt64> dimensions = scope.constant(shape.asArray());
          cleared.add(scope.assign(variable, scope.zeros(dimensions, TUint8.class)));
          assigned.add(scope.stridedSliceAssign(variable, from, to, scope.array(1), value));
        });
    tf.withControlDependencies(cleared).withName("images_clear").noOp();
    tf.withControlDependencies(assigned).withName("images_assign").noOp();
    return variables;
  }

  @Override
  public BatchSource source(BatchPlan plan, long seed) {
    return new Source(images, plan, seed);
  }

  private record Source(Examples images, BatchPlan plan, long seed) implements BatchSource {

    @Override
    public void load(GraphRunner session) {
      run(session, "input/images_clear", new Feeds());
      images.forEach(
          (from, count, batch) -> {
            Shape part = Shape.of(count, images.height(), images.width(), images.depth());
            byte[] pixels = Arrays.copyOf(batch.pixels(), count * images.imageSize());
            run(
                session,
                "input/images_assign",
                new Feeds()
                    .put("input/images_from", TInt32.scalarOf((int) from))
                    .put("input/images_to", TInt32.scalarOf((int) from + count))
                    .put(
                        "input/images_value",
                        TUint8.tensorOf(part, DataBuffers.of(pixels, true, false))));
          });
      int[] labels = new int[Math.toIntExact(images.count())];
      images.labels(0, labels.length, labels);
      Feeds feeds = new Feeds().put("input/labels_value", TInt32.vectorOf(labels));
      run(session, "input/labels_assign", feeds);
    }

    private static void run(GraphRunner session, String target, Feeds feeds) {
      try (feeds) {
        session.run(target, feeds);
      }
    }

    @Override
    public void beginEpoch(GraphRunner session, long epoch, long firstStep) {
      int[] order = EpochOrder.permutation(images.count(), seed, epoch);
      Feeds feeds = new Feeds().put("input/order_value", TInt32.vectorOf(order));
      run(session, "input/order_assign", feeds);
    }

    @Override
    public Feeds feeds(long stepInEpoch) {
      return new Feeds()
          .put("input/start", TInt32.scalarOf((int) plan.start(stepInEpoch)))
          .put("input/size", TInt32.scalarOf(plan.size(stepInEpoch)));
    }
  }
}
