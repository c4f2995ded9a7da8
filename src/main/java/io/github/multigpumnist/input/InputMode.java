package io.github.multigpumnist.input;

import java.util.List;
import org.tensorflow.op.Ops;

/**
 * A way for examples to reach the graph. Building adds operations; a {@link BatchSource} then
 * drives them in a session. All ways shuffle over the whole epoch by seed and take every example
 * once an epoch.
 */
public sealed interface InputMode permits Batching, DirectFeed, Resident {

  /**
   * Adds the input to a graph.
   *
   * @param cpu a scope on the device of what there is one of
   * @param towers for each tower a scope of the tower's name on the CPU of its machine
   * @param plan which tower takes which examples
   * @return for each tower its examples
   */
  List<TowerInput> build(Ops cpu, List<Ops> towers, BatchPlan plan);

  /**
   * What drives the built operations.
   *
   * @param plan as when building
   * @param seed of the run
   * @return for one session
   */
  BatchSource source(BatchPlan plan, long seed);
}
