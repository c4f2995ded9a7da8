package io.github.multigpumnist.training;

import io.github.multigpumnist.runtime.CheckpointDirectory;
import io.github.multigpumnist.runtime.ClusterConnection;
import io.github.multigpumnist.runtime.ClusterDevices;
import io.github.multigpumnist.runtime.ClusterFaultException;
import io.github.multigpumnist.runtime.ClusterRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Trains on a cluster: what {@link Trainer} does, and again from the last checkpoint when a member
 * of the cluster was lost and has come back. The weights at the end are those of a run that nothing
 * befell.
 */
public final class ClusterTrainer {
  /** A cluster that fails so often without a new checkpoint in between will not get to one. */
  private static final int MOST_FAULTS_IN_VAIN = 5;

  private final TrainingConfig config;
  private final ClusterRequest request;
  private final Connector connector;
  private final TrainingEnvironment environment;

  /** Waits for a cluster. */
  @FunctionalInterface
  public interface Connector {
    /**
     * Connects.
     *
     * @return a cluster whose every member answers
     * @throws IOException when one doesn't in time
     */
    ClusterConnection connect() throws IOException;
  }

  /**
   * A trainer of one run.
   *
   * @param config what to train, and how
   * @param request which of the cluster's devices are wanted
   * @param connector called at the beginning and after each fault
   * @param environment clock, log, progress
   */
  public ClusterTrainer(
      TrainingConfig config,
      ClusterRequest request,
      Connector connector,
      TrainingEnvironment environment) {
    this.config = config;
    this.request = request;
    this.connector = connector;
    this.environment = environment;
  }

  /**
   * Trains until the recipe's end, or until stopped.
   *
   * @param data what to train and test on
   * @param trainDir the run's folder, on this machine
   * @param inspector takes the test, once, unless the run was stopped
   * @return the figures; duration and speed since the last fault
   * @throws IOException as {@link Trainer#train(TrainingData, Path)}; or when a member of the
   *     cluster does not come back
   * @throws IllegalArgumentException as {@link Trainer#train(TrainingData, Path)}
   * @throws DivergedException as {@link Trainer#train(TrainingData, Path)}
   */
  public TrainingResult train(TrainingData data, Path trainDir, Consumer<Inspection> inspector)
      throws IOException {
    TrainingConfig current = config;
    OptionalLong kept = OptionalLong.empty();
    int inVain = 0;
    while (true) {
      ClusterConnection connection = connector.connect();
      try {
        return train(current, connection, data, trainDir, inspector);
      } catch (IOException | RuntimeException e) {
        ClusterFaultException fault = explain(connection, e);
        OptionalLong now = newest(trainDir);
        inVain = now.equals(kept) ? inVain + 1 : 1;
        kept = now;
        if (environment.stopRequested().getAsBoolean() || inVain >= MOST_FAULTS_IN_VAIN) {
          throw fault;
        }
        environment.log().accept(fault.getMessage());
        current = current.resuming();
      }
    }
  }

  private TrainingResult train(
      TrainingConfig current,
      ClusterConnection connection,
      TrainingData data,
      Path trainDir,
      Consumer<Inspection> inspector)
      throws IOException {
    ClusterDevices devices = ClusterDevices.find(connection, request);
    environment.log().accept(devices.description());
    if (current.input() == InputKind.BATCHING) {
      for (Path shard : data.trainRecords()) {
        connection.requireOnWorkers(shard);
      }
    }
    return new Trainer(current, devices, environment).train(data, trainDir, inspector);
  }

  /**
   * The cluster's fault behind an exception; throws what is none, or would only come again.
   *
   * @throws IOException what is not the cluster's fault, or that a step takes too long
   */
  private ClusterFaultException explain(ClusterConnection connection, Exception problem)
      throws IOException {
    ClusterFaultException fault = connection.fault(problem).orElse(null);
    if (fault != null && fault.memberAtFault()) {
      return fault;
    }
    if (fault != null) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s; a step may take %d s here: if it needs longer, raise --step-timeout",
              fault.getMessage(),
              request.stepTimeout().toSeconds()),
          problem);
    }
    if (problem instanceof IOException e) {
      throw e;
    }
    throw (RuntimeException) problem;
  }

  private static OptionalLong newest(Path trainDir) throws IOException {
    return new CheckpointDirectory(trainDir)
        .latest()
        .map(checkpoint -> checkpoint.step())
        .orElse(OptionalLong.empty());
  }
}
