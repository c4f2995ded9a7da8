package io.github.multigpumnist.runtime;

import io.github.multigpumnist.tower.NodeNames;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TString;

/** Runs a session's operations that save and restore its variables. */
final class SessionCheckpoints {
  private final Session session;

  SessionCheckpoints(Session session) {
    this.session = session;
  }

  /**
   * Writes all variables in TensorFlow's V2 checkpoint format.
   *
   * @param prefix path of the files without their endings
   * @param runState kept beside the variables
   */
  void save(String prefix, String runState) {
    try (TString path = TString.scalarOf(prefix);
        TString state = TString.scalarOf(runState)) {
      session
          .runner()
          .feed(NodeNames.CHECKPOINT_PREFIX, path)
          .feed(NodeNames.RUN_STATE, state)
          .addTarget(NodeNames.SAVE)
          .run()
          .close();
    }
  }

  /** Runs one of the restore operations. */
  void restore(String target, String prefix) {
    try (TString path = TString.scalarOf(prefix)) {
      session.runner().feed(NodeNames.CHECKPOINT_PREFIX, path).addTarget(target).run().close();
    }
  }

  /** What {@link #save} was given as run state. */
  String runState(String prefix) {
    try (TString path = TString.scalarOf(prefix);
        Result result =
            session
                .runner()
                .feed(NodeNames.CHECKPOINT_PREFIX, path)
                .fetch(NodeNames.RESTORED_RUN_STATE)
                .run()) {
      return ((TString) result.get(0)).getObject();
    }
  }
}
