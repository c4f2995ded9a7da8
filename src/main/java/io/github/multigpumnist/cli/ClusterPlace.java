package io.github.multigpumnist.cli;

import io.github.multigpumnist.cluster.ClusterSpec;
import io.github.multigpumnist.cluster.Membership;
import io.github.multigpumnist.cluster.Task;
import io.github.multigpumnist.runtime.ClusterConnection;
import io.github.multigpumnist.runtime.ClusterRequest;
import io.github.multigpumnist.runtime.ClusterServer;
import io.github.multigpumnist.training.ClusterTrainer;
import io.github.multigpumnist.training.Inspection;
import io.github.multigpumnist.training.TrainingConfig;
import io.github.multigpumnist.training.TrainingData;
import io.github.multigpumnist.training.TrainingEnvironment;
import io.github.multigpumnist.training.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A cluster.
 *
 * @param cluster who takes part
 * @param server that this process is itself, if it holds variables or towers
 * @param request which devices are wanted
 * @param restartWait how long servers are waited for
 * @param console takes lines while waiting
 */
record ClusterPlace(
    ClusterSpec cluster,
    Optional<ClusterServer> server,
    ClusterRequest request,
    Duration restartWait,
    Console console)
    implements Place {

  static ClusterPlace of(Membership membership, Arguments arguments, Console console)
      throws IOException {
    ClusterFlags.refusePlacement(arguments);
    ClusterRequest request =
        new ClusterRequest(
            DeviceFlags.towers(arguments),
            arguments.string("devices"),
            ClusterFlags.psShards(arguments),
            ClusterFlags.stepTimeout(arguments));
    ClusterSpec cluster = membership.cluster();
    Optional<ClusterServer> server = Optional.empty();
    Optional<Task> own = membership.trainingServer();
    if (own.isPresent()) {
      ClusterFlags.requireConsent(arguments);
      ClusterServer.Settings settings = new ClusterServer.Settings(1, 0, GpuFlags.read(arguments));
      server = Optional.of(ClusterFlags.serve(cluster, own.get(), settings, console));
    }
    return new ClusterPlace(cluster, server, request, ClusterFlags.restartWait(arguments), console);
  }

  @Override
  public TrainingResult train(
      TrainingConfig config,
      TrainingEnvironment environment,
      TrainingData data,
      Path trainDir,
      Consumer<Inspection> inspector)
      throws IOException {
    ClusterTrainer.Connector connector =
        () ->
            ClusterConnection.open(
                cluster, server, restartWait, environment.stopRequested(), console::warn);
    return new ClusterTrainer(config, request, connector, environment)
        .train(data, trainDir, inspector);
  }
}
