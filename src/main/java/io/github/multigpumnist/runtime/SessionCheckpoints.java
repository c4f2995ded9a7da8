package io.github.multigpumnist.runtime;

import io.github.multigpumnist.tower.NodeNames;
import java.util.List;
import org.tensorflow.Result;
import org.tensorflow.types.TString;

/** Saves and restores a session's variables, in files of this machine. */
sealed interface SessionCheckpoints {

  /**
   * Writes all variables in TensorFlow's V2 checkpoint format.
   *
   * @param prefix path of the files without their endings
   * @param runState kept beside the variables
   */
  void save(String prefix, String runState);

  /**
   * Restores the model's variables.
   *
   * @param keys what the checkpoint calls them, in their order
   */
  void restoreModel(String prefix, List<String> keys);

  /** Restores what else training goes on from. */
  void restoreTraining(String prefix);

  /** What {@link #save} was given as run state. */
  String runState(String prefix);

  /** By the graph's own operations, where the variables are on this machine. */
  record InGraph(SessionRuns runs) implements SessionCheckpoints {

    @Override
    public void save(String prefix, String runState) {
      try (TString path = TString.scalarOf(prefix);
          TString state = TString.scalarOf(runState)) {
        runs.runner()
            .feed(NodeNames.CHECKPOINT_PREFIX, path)
            .feed(NodeNames.RUN_STATE, state)
            .addTarget(NodeNames.SAVE)
            .run()
            .close();
      }
    }

    @Override
    public void restoreModel(String prefix, List<String> keys) {
      try (TString path = TString.scalarOf(prefix);
          TString names = TString.vectorOf(keys.toArray(String[]::new))) {
        runs.runner()
            .feed(NodeNames.CHECKPOINT_PREFIX, path)
            .feed(NodeNames.RESTORE_MODEL_KEYS, names)
            .addTarget(NodeNames.RESTORE_MODEL)
            .run()
            .close();
      }
    }

    @Override
    public void restoreTraining(String prefix) {
      try (TString path = TString.scalarOf(prefix)) {
        runs.runner()
            .feed(NodeNames.CHECKPOINT_PREFIX, path)
            .addTarget(NodeNames.RESTORE_TRAINING)
            .run()
            .close();
      }
    }

    @Override
    public String runState(String prefix) {
      try (TString path = TString.scalarOf(prefix);
          Result result =
              runs.runner()
                  .feed(NodeNames.CHECKPOINT_PREFIX, path)
                  .fetch(NodeNames.RESTORED_RUN_STATE)
                  .run()) {
        return ((TString) result.get(0)).getObject();
      }
    }
  }

  /**
   * Through a session of this machine, where the variables are on others: files are read and
   * written here, values cross the network.
   *
   * @param here the same graph, open on this machine
   * @param values the variables of {@code here}
   * @param there the variables of the cluster
   */
  record Relayed(SessionCheckpoints here, SessionValues values, SessionValues there)
      implements SessionCheckpoints {

    @Override
    public void save(String prefix, String runState) {
      TrainingState state = there.training();
      values.assignModel(state.model());
      values.assignTraining(state.optimizer(), state.globalStep());
      here.save(prefix, runState);
    }

    @Override
    public void restoreModel(String prefix, List<String> keys) {
      here.restoreModel(prefix, keys);
      there.assignModel(values.model());
    }

    @Override
    public void restoreTraining(String prefix) {
      here.restoreTraining(prefix);
      there.assignTraining(values.optimizer(), values.globalStep());
    }

    @Override
    public String runState(String prefix) {
      return here.runState(prefix);
    }
  }
}
