package io.github.multigpumnist.runtime;

import io.github.multigpumnist.tower.Placement;
import io.github.multigpumnist.tower.TowerGraph;
import java.util.function.Supplier;

/** What a training run computes on: the devices of this machine, or those of a cluster. */
public sealed interface TrainingDevices permits Devices, ClusterDevices {

  /**
   * Which part of the graph goes where.
   *
   * @return a device for each tower, and the variables'
   */
  Placement placement();

  /**
   * The devices in words.
   *
   * @return one line for people
   */
  String description();

  /**
   * Opens a graph; its variables have no values yet.
   *
   * @param graph placed as {@link #placement()} says
   * @param keeper builds a graph with the same variables on this machine's {@code /cpu:0}, through
   *     which checkpoints go when the variables themselves are elsewhere
   * @return to be closed by the caller
   */
  ModelSession open(TowerGraph graph, Supplier<TowerGraph> keeper);
}
