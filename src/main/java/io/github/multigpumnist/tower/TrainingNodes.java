package io.github.multigpumnist.tower;

import io.github.multigpumnist.input.TowerInput;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.optimizer.OptimizerSpec;
import io.github.multigpumnist.optimizer.UpdateContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TNumber;

/**
 * The operations of one training step: input, towers, gradients, their average, and the update,
 * which is gated: no variable changes before every gradient of the step is there.
 */
final class TrainingNodes {
  private final Graph graph;
  private final Ops cpu;
  private final TowerSpec spec;
  private final TrainingSpec training;
  private final Variables variables;
  private final Operand<TFloat32> examples;
  private final Operand<TFloat32> rate;
  private final List<Tower> towers = new ArrayList<>();
  private final List<Operand<TFloat32>> weights = new ArrayList<>();
  private final List<Operand<TFloat32>> losses = new ArrayList<>();
  private final List<Operand<TFloat32>> correct = new ArrayList<>();
  private final List<Operand<TFloat64>> inputWaits = new ArrayList<>();
  private final List<Map<String, Operand<? extends TNumber>>> gradients = new ArrayList<>();

  /**
   * @param cpu a scope on the device of what there is one of
   */
  TrainingNodes(Graph graph, Ops cpu, TowerSpec spec, TrainingSpec training, Variables variables) {
    this.graph = graph;
    this.cpu = cpu;
    this.spec = spec;
    this.training = training;
    this.variables = variables;
    this.examples = scalar(NodeNames.EXAMPLES);
    this.rate = scalar(NodeNames.LEARNING_RATE);
  }

  private Operand<TFloat32> scalar(String name) {
    return cpu.withName(name).placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
  }

  static String scope(int tower) {
    return "tower_" + tower;
  }

  void build() {
    List<Ops> scopes =
        IntStream.range(0, spec.placement().towers().size())
            .mapToObj(i -> host(i, scope(i)))
            .toList();
    List<TowerInput> inputs = training.input().build(cpu, scopes, training.plan());
    for (int i = 0; i < scopes.size(); i++) {
      addTower(i, scopes.get(i), inputs.get(i));
    }
    addInputWait();
    Ops loss = cpu.withSubScope("loss");
    loss.withName("cross_entropy").math.addN(losses);
    addWeightDecay(loss);
    if (training.accuracy()) {
      loss.withName("correct").math.addN(correct);
    }
    Map<String, Operand<TFloat32>> averaged = average(cpu.withSubScope("average"));
    addUpdate(clipped(averaged));
    if (training.summaries()) {
      addSummaries(averaged);
    }
  }

  /** A scope on the CPU of the tower's machine: its examples go no further. */
  private Ops host(int tower, String name) {
    return Scopes.on(cpu.withSubScope(name), spec.placement().host(tower));
  }

  private void addTower(int i, Ops scope, TowerInput input) {
    Ops tf = Scopes.on(scope, spec.placement().towers().get(i));
    Ops known = host(i, "host_of_" + scope(i));
    Operand<TFloat32> own = known.dtypes.cast(known.size(input.labels()), TFloat32.class);
    Ops ready = known.withControlDependencies(List.of(input.images(), input.labels()));
    inputWaits.add(known.math.sub(ready.timestamp(), input.asked()));
    boolean mayBeEmpty = training.plan().hasEmptyShares();
    Shape image = spec.network().input();
    TowerInput filled = mayBeEmpty ? EmptyShare.fill(known, input, image) : input;
    Operand<TFloat32> one = known.constant(1f);
    TowerContext.HostSide host =
        new TowerContext.HostSide(
            known,
            Variables.seedOf(spec.seed(), scope(i)),
            variables.globalStep(),
            mayBeEmpty ? known.math.maximum(own, one) : own);
    Tower tower =
        Tower.build(
            tf, spec, variables::read, filled, host, training.regularization().labelSmoothing());
    Operand<TFloat32> some = known.math.minimum(own, one); // 0 for an empty share
    Ops sums = host(i, "sums_of_" + scope(i));
    UnaryOperator<Operand<TFloat32>> ofOwn = sum -> mayBeEmpty ? sums.math.mul(sum, some) : sum;
    Operand<TFloat32> weight = known.math.div(mayBeEmpty ? some : one, examples);
    if (training.accuracy()) {
      correct.add(ofOwn.apply(tower.correct(tf.withSubScope("accuracy"), filled.labels())));
    }
    towers.add(tower);
    weights.add(known.math.div(own, examples));
    losses.add(sums.math.div(ofOwn.apply(tower.crossEntropy()), examples));
    gradients.add(tower.differentiate(graph, tf, scope(i) + "/gradients", weight));
  }

  /** Both clocks of a tower are its machine's. */
  private void addInputWait() {
    Ops tf = cpu.withSubScope("input_wait_of_towers");
    cpu.withName(NodeNames.INPUT_WAIT)
        .math
        .div(tf.math.addN(inputWaits), tf.constant((double) inputWaits.size()));
  }

  private void addWeightDecay(Ops tf) {
    List<Operand<TFloat32>> terms = new ArrayList<>(List.of(tf.constant(0f)));
    for (Network.LayerVariable variable : spec.network().trainable()) {
      if (variable.spec().weightDecay() > 0) {
        Ops there = variables.on(tf, variable.fullName());
        Operand<TFloat32> half = there.nn.l2Loss(variables.model(variable.fullName()));
        terms.add(there.math.mul(half, there.constant((float) variable.spec().weightDecay())));
      }
    }
    tf.withName("weight_decay").math.addN(terms);
  }

  private Map<String, Operand<TFloat32>> average(Ops tf) {
    Map<String, Operand<TFloat32>> averaged = new LinkedHashMap<>();
    for (Network.LayerVariable variable : spec.network().trainable()) {
      String name = variable.fullName();
      Ops there = variables.on(tf, name);
      List<Operand<TFloat32>> own = new ArrayList<>();
      gradients.forEach(g -> own.add(asFloat(there, g.get(name))));
      averaged.put(
          name,
          GradientAverager.average(
              there, name.replace('/', '_'), variable.spec(), variables.model(name), own));
    }
    return averaged;
  }

  private static Operand<TFloat32> asFloat(Ops tf, Operand<? extends TNumber> gradient) {
    return gradient.type().equals(TFloat32.class)
        ? gradient.asOutput().expect(TFloat32.class)
        : tf.dtypes.cast(gradient, TFloat32.class);
  }

  private Map<String, Operand<TFloat32>> clipped(Map<String, Operand<TFloat32>> averaged) {
    return training.regularization().clips()
        ? GradientClipping.byGlobalNorm(
            cpu.withSubScope("clip"),
            variables,
            averaged,
            training.regularization().gradientClipNorm())
        : averaged;
  }

  private void addUpdate(Map<String, Operand<TFloat32>> averaged) {
    MovingAverages moving =
        MovingAverages.of(cpu.withSubScope("moving_averages"), variables, towers, weights);
    Map<String, Op> complete = new LinkedHashMap<>(averaged);
    complete.putAll(moving.means());
    Ops update = cpu.withSubScope("update");
    OptimizerSpec optimizer = training.optimizer();
    List<Operand<TFloat32>> stepScalars = scheduled(optimizer);
    stepScalars.addAll(optimizer.stepScalars(update, variables.accumulators(), rate));
    Ops gated = update.withControlDependencies(variables.placement().together(update, complete));
    Map<String, Op> updates = new LinkedHashMap<>(moving.update(gated, variables));
    averaged.forEach(
        (name, gradient) ->
            updates.put(
                name,
                optimizer.update(
                    new UpdateContext(
                        afterDecay(variables.on(gated, name), name),
                        variables.model(name),
                        variables.slots(name),
                        variables.accumulators(),
                        gradient,
                        rate,
                        stepScalars))));
    Map<String, Op> all = averaged(updates);
    Ops after = cpu.withControlDependencies(variables.placement().together(update, all));
    List<Op> done = new ArrayList<>(optimizer.updateAccumulators(after, variables.accumulators()));
    done.add(after.assignAdd(variables.globalStep(), after.constant(1L)));
    cpu.withControlDependencies(done).withName(NodeNames.TRAIN_STEP).noOp();
  }

  /**
   * Not gated: TensorFlow drops a gate that a path through these repeats, and feeding them cuts the
   * path.
   */
  private List<Operand<TFloat32>> scheduled(OptimizerSpec optimizer) {
    List<Operand<TFloat32>> scalars = new ArrayList<>();
    for (OptimizerSpec.State state : optimizer.scheduled()) {
      scalars.add(
          cpu.withName(state.name())
              .placeholderWithDefault(cpu.constant(state.initial()), Shape.scalar()));
    }
    return scalars;
  }

  /** With the weights' averages, if there are any. */
  private Map<String, Op> averaged(Map<String, Op> updates) {
    return training
        .average()
        .map(a -> WeightAverages.update(cpu.withSubScope("weight_averages"), variables, a, updates))
        .orElse(updates);
  }

  /** The scope in which a variable is updated: after its decay, where it decays. */
  private Ops afterDecay(Ops gated, String name) {
    Operand<TFloat32> variable = variables.model(name);
    double decay = training.regularization().weightDecay();
    if (decay == 0 || variable.shape().numDimensions() < 2) {
      return gated;
    }
    Operand<TFloat32> share = gated.math.mul(rate, gated.constant((float) decay));
    Op decayed = gated.assignSub(variable, gated.math.mul(variable, share));
    return gated.withControlDependencies(List.of(decayed));
  }

  private void addSummaries(Map<String, Operand<TFloat32>> averaged) {
    Summaries summaries = new Summaries(cpu.withSubScope("summary"));
    for (int i = 0; i < towers.size(); i++) {
      summaries.addTower(scope(i), towers.get(i), losses.get(i));
    }
    summaries.addGradients(averaged);
    summaries.addVariables(variables.model());
    summaries.scalar(NodeNames.LEARNING_RATE, rate);
    summaries.merge();
  }
}
