package io.github.multigpumnist.tower;

import io.github.multigpumnist.format.PlainNumbers;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.model.WeightAverage;
import io.github.multigpumnist.optimizer.OptimizerSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.GraphDef;

/**
 * A finished graph: towers for evaluation and, in a training graph, for training, sharing one set
 * of variables. Its operations are run by the names in {@link NodeNames}.
 *
 * @param graphDef every operation on its device
 * @param towers number of towers
 * @param modelVariables names of the model's variables, in the order of the layers, then those of
 *     their moving averages, if the graph keeps any
 * @param trainedVariables names of the model's variables that are trained: those that a checkpoint
 *     may have moving averages of
 * @param optimizerVariables names of the optimizer's slots and accumulators; empty in a graph that
 *     only evaluates
 */
public record TowerGraph(
    GraphDef graphDef,
    int towers,
    List<String> modelVariables,
    List<String> trainedVariables,
    List<String> optimizerVariables) {

  /** Operations are called by number where they have no name. */
  private static Graph newGraph() {
    PlainNumbers.set();
    return new Graph();
  }

  /**
   * Builds a graph that trains and evaluates.
   *
   * @param spec the model and where it goes
   * @param training what trains it
   * @return the graph
   */
  public static TowerGraph forTraining(TowerSpec spec, TrainingSpec training) {
    try (Graph graph = newGraph()) {
      Ops cpu = Scopes.on(Ops.create(graph), spec.placement().main());
      Variables variables = new Variables(graph, cpu, placement(spec));
      variables.addModel(spec.network(), spec.seed());
      training.average().ifPresent(a -> variables.addAverages(spec.network()));
      variables.addTraining(spec.network(), training.optimizer());
      new TrainingNodes(graph, cpu, spec, training, variables).build();
      EvaluationNodes.build(cpu, spec, variables);
      addVariableNodes(cpu, variables, true);
      return finish(graph, spec, variables);
    }
  }

  /**
   * Builds a graph that evaluates only.
   *
   * @param spec the model and where it goes
   * @return the graph
   */
  public static TowerGraph forEvaluation(TowerSpec spec) {
    try (Graph graph = newGraph()) {
      Ops cpu = Scopes.on(Ops.create(graph), spec.placement().main());
      Variables variables = new Variables(graph, cpu, placement(spec));
      variables.addModel(spec.network(), spec.seed());
      EvaluationNodes.build(cpu, spec, variables);
      addVariableNodes(cpu, variables, false);
      return finish(graph, spec, variables);
    }
  }

  /**
   * Builds a graph that only answers: what is exported for others to serve. Its operations have no
   * device, its variables no first value.
   *
   * @param network the model, fitted to the data
   * @param precision of the products
   * @return the graph
   */
  public static TowerGraph forServing(Network network, Precision precision) {
    try (Graph graph = newGraph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(graph, tf, VariablePlacement.unplaced());
      variables.declareModel(network);
      ServingNodes.build(tf, network, precision, variables);
      new CheckpointNodes(tf.withSubScope("checkpoint"), variables)
          .addRestore("restore_model", variables.modelAndAverages());
      return new TowerGraph(
          graph.toGraphDef(), 1, variables.modelAndAverages(), trained(network), List.of());
    }
  }

  /**
   * Builds a graph that evaluates, and keeps and saves what training goes on from.
   *
   * @param spec the model and where it goes
   * @param optimizer whose slots and accumulators are kept
   * @param average of the weights: whether averages are kept and evaluated
   * @return the graph
   */
  public static TowerGraph forEvaluation(
      TowerSpec spec, OptimizerSpec optimizer, Optional<WeightAverage> average) {
    try (Graph graph = newGraph()) {
      Ops cpu = Scopes.on(Ops.create(graph), spec.placement().main());
      Variables variables = new Variables(graph, cpu, placement(spec));
      variables.addModel(spec.network(), spec.seed());
      average.ifPresent(a -> variables.addAverages(spec.network()));
      variables.addTraining(spec.network(), optimizer);
      EvaluationNodes.build(cpu, spec, variables);
      addVariableNodes(cpu, variables, true);
      return finish(graph, spec, variables);
    }
  }

  private static VariablePlacement placement(TowerSpec spec) {
    return VariablePlacement.of(spec.network(), spec.placement().variables());
  }

  private static void addVariableNodes(Ops cpu, Variables variables, boolean training) {
    cpu.withControlDependencies(variables.initializers()).withName(NodeNames.INITIALIZE).noOp();
    CheckpointNodes checkpoint = new CheckpointNodes(cpu.withSubScope("checkpoint"), variables);
    List<String> model = variables.modelAndAverages();
    checkpoint.addRestore("restore_model", model);
    if (training) {
      List<String> others = new ArrayList<>(variables.saved().keySet());
      others.removeAll(model);
      checkpoint.addRestore("restore_training", others);
      checkpoint.addSave();
    }
  }

  private static TowerGraph finish(Graph graph, TowerSpec spec, Variables variables) {
    Map<String, String> devices = new HashMap<>();
    for (int i = 0; i < spec.placement().towers().size(); i++) {
      devices.put(TrainingNodes.scope(i) + "/gradients/", spec.placement().towers().get(i));
    }
    return new TowerGraph(
        GradientPlacement.place(graph.toGraphDef(), devices),
        spec.placement().towers().size(),
        variables.modelAndAverages(),
        trained(spec.network()),
        variables.optimizer());
  }

  private static List<String> trained(Network network) {
    return network.trainable().stream().map(Network.LayerVariable::fullName).toList();
  }
}
