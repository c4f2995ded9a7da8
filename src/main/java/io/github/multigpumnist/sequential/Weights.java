package io.github.multigpumnist.sequential;

import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.optimizer.OptimizerSpec;
import io.github.multigpumnist.runtime.Checkpoint;
import io.github.multigpumnist.runtime.CheckpointDirectory;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.runtime.ModelSession;
import io.github.multigpumnist.runtime.TrainingState;
import io.github.multigpumnist.tower.TowerGraph;
import io.github.multigpumnist.tower.TowerSpec;
import io.github.multigpumnist.training.Evaluation;
import io.github.multigpumnist.training.Evaluator;
import io.github.multigpumnist.training.TrainingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model's weights and its optimizer's state between trainings, in a session that can evaluate and
 * save them; owns the session.
 */
final class Weights implements AutoCloseable {
  private final Precision precision;
  private final Devices devices;
  private final ModelSession session;

  private Weights(Precision precision, Devices devices, ModelSession session) {
    this.precision = precision;
    this.devices = devices;
    this.session = session;
  }

  /** A session whose variables have first values. */
  static Weights open(
      Network network, OptimizerSpec optimizer, Precision precision, Devices devices) {
    TowerSpec spec =
        new TowerSpec(network, precision, devices.placement(), TrainingConfig.DEFAULT_SEED);
    TowerGraph graph = TowerGraph.forEvaluation(spec, optimizer, Optional.empty());
    ModelSession session = ModelSession.open(graph, devices);
    try {
      session.initialize();
      return new Weights(precision, devices, session);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  Precision precision() {
    return precision;
  }

  Devices devices() {
    return devices;
  }

  TrainingState state() {
    return session.trainingState();
  }

  Weights assign(TrainingState state) {
    session.assign(state);
    return this;
  }

  Evaluation evaluate(Examples images) {
    return Evaluator.evaluate(session, images);
  }

  float[][] probabilities(Examples images) {
    return Evaluator.probabilities(session, images);
  }

  void save(Path folder) throws IOException {
    new CheckpointDirectory(folder).save(session, session.globalStep(), "", 1);
  }

  /** Takes the values of a saved checkpoint. */
  void restore(Path folder) throws IOException {
    Checkpoint.find(folder).restoreTraining(session);
  }

  @Override
  public void close() {
    session.close();
  }
}
