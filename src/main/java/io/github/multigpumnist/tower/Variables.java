package io.github.multigpumnist.tower;

import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.optimizer.OptimizerSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/**
 * Every variable of a graph, created once and shared by all towers: the model's, the optimizer's
 * slots beside them, and the step counter.
 */
final class Variables {
  static final String GLOBAL_STEP = "global_step";

  private final Graph graph;
  private final Ops tf;
  private final VariablePlacement placement;
  private final Map<String, Operand<TFloat32>> model = new LinkedHashMap<>();
  private final Map<String, Operand<TFloat32>> firstValues = new HashMap<>();
  private final Map<String, Operand<TFloat32>> averages = new LinkedHashMap<>();
  private final Map<String, Operand<? extends TNumber>> casts = new HashMap<>();
  private final Map<String, List<Operand<TFloat32>>> slots = new LinkedHashMap<>();
  private final List<Operand<TFloat32>> accumulators = new ArrayList<>();
  private final Map<String, Operand<? extends TType>> saved = new LinkedHashMap<>();
  private final List<Op> initializers = new ArrayList<>();
  private Operand<TInt64> globalStep;

  /**
   * @param tf a scope on the device of what there is one of
   * @param placement where the model's variables are
   */
  Variables(Graph graph, Ops tf, VariablePlacement placement) {
    this.graph = graph;
    this.tf = tf;
    this.placement = placement;
  }

  /** The same scope on the device of one of the model's variables, or of one of its slots. */
  Ops on(Ops scope, String fullName) {
    return placement.on(scope, fullName);
  }

  VariablePlacement placement() {
    return placement;
  }

  void addModel(Network network, long seed) {
    for (Network.LayerVariable variable : network.variables()) {
      String name = variable.fullName();
      Shape shape = variable.spec().shape();
      Ops scope = placement.beside(tf.withSubScope("initializer"), name);
      Operand<TFloat32> initial =
          variable.spec().initializer().build(scope, shape, seedOf(seed, name));
      firstValues.put(name, initial);
      model.put(name, create(on(tf, name), name, shape, DataType.DT_FLOAT, initial));
    }
  }

  /** Beside each variable that is trained its moving average, which begins with its first value. */
  void addAverages(Network network) {
    for (Network.LayerVariable variable : network.trainable()) {
      String name = variable.fullName();
      Shape shape = variable.spec().shape();
      Operand<TFloat32> initial = firstValues.get(name);
      averages.put(
          name, create(on(tf, name), NodeNames.average(name), shape, DataType.DT_FLOAT, initial));
    }
  }

  /** Without first values: they are restored. */
  void declareModel(Network network) {
    for (Network.LayerVariable variable : network.variables()) {
      String name = variable.fullName();
      model.put(name, declare(tf, name, variable.spec().shape(), DataType.DT_FLOAT));
      saved.put(name, model.get(name));
    }
  }

  void addTraining(Network network, OptimizerSpec optimizer) {
    for (Network.LayerVariable variable : network.trainable()) {
      addSlots(variable.fullName(), variable.spec().shape(), optimizer);
    }
    for (OptimizerSpec.State state : optimizer.accumulators()) {
      accumulators.add(
          create(
              tf, state.name(), Shape.scalar(), DataType.DT_FLOAT, tf.constant(state.initial())));
    }
    globalStep = create(tf, GLOBAL_STEP, Shape.scalar(), DataType.DT_INT64, tf.constant(0L));
  }

  private void addSlots(String name, Shape shape, OptimizerSpec optimizer) {
    Ops scope = placement.beside(tf, name);
    List<Operand<TFloat32>> own = new ArrayList<>();
    for (OptimizerSpec.State state : optimizer.slots()) {
      Operand<TFloat32> initial =
          scope.fill(scope.constant(shape), scope.constant(state.initial()));
      own.add(create(on(tf, name), name + "/" + state.name(), shape, DataType.DT_FLOAT, initial));
    }
    slots.put(name, own);
  }

  private <T extends TType> Operand<T> create(
      Ops scope, String name, Shape shape, DataType type, Operand<T> initial) {
    Operand<T> variable = declare(scope, name, shape, type);
    saved.put(name, variable);
    initializers.add(scope.assign(variable, initial));
    return variable;
  }

  /** Made by hand, since scopes give no operation a name with a slash that another scope has. */
  private <T extends TType> Operand<T> declare(Ops tf, String name, Shape shape, DataType type) {
    Operation operation =
        graph
            .opBuilder("VariableV2", name, tf.scope())
            .setAttr("dtype", type)
            .setAttr("shape", shape)
            .setAttr("container", "")
            .setAttr("shared_name", "")
            .setDevice(tf.scope().getDeviceString())
            .build();
    return operation.output(0);
  }

  /** Different for every variable, the same for the same seed whatever the order of creation. */
  static long seedOf(long seed, String name) {
    long hash = 1125899906842597L + seed;
    for (int i = 0; i < name.length(); i++) {
      hash = 31 * hash + name.charAt(i);
    }
    return hash ^ (hash >>> 29);
  }

  /** A model's variable in a type; a cast is made once, here, for all towers. */
  <T extends TNumber> Operand<T> read(String fullName, Class<T> type) {
    return as(type, fullName, model.get(fullName));
  }

  /** What evaluation takes for a model's variable: its moving average, where there is one. */
  <T extends TNumber> Operand<T> readAveraged(String fullName, Class<T> type) {
    return averages.containsKey(fullName)
        ? as(type, NodeNames.average(fullName), averages.get(fullName))
        : read(fullName, type);
  }

  private <T extends TNumber> Operand<T> as(
      Class<T> type, String name, Operand<TFloat32> variable) {
    Operand<? extends TNumber> value = variable;
    if (!type.equals(TFloat32.class)) {
      value = casts.computeIfAbsent(name, n -> on(tf, n).dtypes.cast(variable, type));
    }
    return value.asOutput().expect(type);
  }

  Operand<TFloat32> model(String fullName) {
    return model.get(fullName);
  }

  Map<String, Operand<TFloat32>> model() {
    return model;
  }

  /** By the names of the variables that they are averages of; empty without averaging. */
  Map<String, Operand<TFloat32>> averages() {
    return averages;
  }

  List<Operand<TFloat32>> slots(String fullName) {
    return slots.get(fullName);
  }

  List<Operand<TFloat32>> accumulators() {
    return accumulators;
  }

  Operand<TInt64> globalStep() {
    return globalStep;
  }

  /** Names of the model's variables, then those of their moving averages. */
  List<String> modelAndAverages() {
    List<String> names = new ArrayList<>(model.keySet());
    averages.keySet().forEach(name -> names.add(NodeNames.average(name)));
    return List.copyOf(names);
  }

  /** Names of the slots and accumulators, in the order of {@link #saved()}. */
  List<String> optimizer() {
    List<String> names = new ArrayList<>(saved.keySet());
    names.removeAll(modelAndAverages());
    names.remove(GLOBAL_STEP);
    return List.copyOf(names);
  }

  /** All, by the name that checkpoints know them by; the step counter last. */
  Map<String, Operand<? extends TType>> saved() {
    return saved;
  }

  List<Op> initializers() {
    return initializers;
  }
}
