package io.github.multigpumnist.input;

import io.github.multigpumnist.dataset.LabeledImages;
import java.util.ArrayList;
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
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * Resident: the data set lives in the graph as uint8, one copy in the memory of each machine that
 * has towers; an epoch's order is assigned once, and each tower gathers its examples by it. A step
 * is fed two numbers.
 *
 * @param images the training examples
 */
public record Resident(LabeledImages images) implements InputMode {
  private static final String SCOPE = "input";

  @Override
  public List<TowerInput> build(Ops cpu, List<Ops> towers, BatchPlan plan) {
    Ops tf = cpu.withSubScope(SCOPE);
    int count = images.count();
    Shape shape = Shape.of(count, images.height(), images.width(), images.depth());
    Map<String, Ops> machines = new LinkedHashMap<>(); // by their CPU, the first tower's scope
    towers.forEach(
        t -> machines.putIfAbsent(t.scope().getDeviceString(), t.withSubScope("resident")));
    Map<String, Operand<TUint8>> pixels = stored(tf, "images", shape, TUint8.class, machines);
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
      Operand<TInt32> to = share(tower, size, i + 1, plan.towers());
      Operand<TInt32> mine =
          tower.slice(
              order.get(machine),
              tower.expandDims(tower.math.add(start, from), tower.constant(0)),
              tower.expandDims(tower.math.sub(to, from), tower.constant(0)));
      Operand<TInt32> axis = tower.constant(0);
      inputs.add(
          new TowerInput(
              tower.gather(pixels.get(machine), mine, axis),
              tower.gather(labels.get(machine), mine, axis)));
    }
    return inputs;
  }

  /** ⌊size · tower / towers⌋, as {@link BatchPlan#share}. */
  static Operand<TInt32> share(Ops tf, Operand<TInt32> size, int tower, int towers) {
    return tf.math.floorDiv(tf.math.mul(size, tf.constant(tower)), tf.constant(towers));
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

  @Override
  public BatchSource source(BatchPlan plan, long seed) {
    return new Source(images, plan, seed);
  }

  private record Source(LabeledImages images, BatchPlan plan, long seed) implements BatchSource {

    @Override
    public void load(GraphRunner session) {
      Shape shape = Shape.of(images.count(), images.height(), images.width(), images.depth());
      try (Feeds feeds = new Feeds()) {
        feeds.put(
            "input/images_value",
            TUint8.tensorOf(shape, DataBuffers.of(images.pixels(), true, false)));
        session.run("input/images_assign", feeds);
      }
      try (Feeds feeds = new Feeds()) {
        feeds.put("input/labels_value", TInt32.vectorOf(images.labels()));
        session.run("input/labels_assign", feeds);
      }
    }

    @Override
    public void beginEpoch(GraphRunner session, long epoch, long firstStep) {
      try (Feeds feeds = new Feeds()) {
        feeds.put(
            "input/order_value",
            TInt32.vectorOf(EpochOrder.permutation(images.count(), seed, epoch)));
        session.run("input/order_assign", feeds);
      }
    }

    @Override
    public Feeds feeds(long stepInEpoch) {
      return new Feeds()
          .put("input/start", TInt32.scalarOf(plan.start(stepInEpoch)))
          .put("input/size", TInt32.scalarOf(plan.size(stepInEpoch)));
    }
  }
}
