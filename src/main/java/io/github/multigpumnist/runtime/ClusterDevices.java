package io.github.multigpumnist.runtime;

import io.github.multigpumnist.tower.Placement;
import io.github.multigpumnist.tower.TowerGraph;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * The devices of a cluster: towers on its workers, variables and their averaging on its parameter
 * servers, without one on the chief or else the first worker.
 *
 * @param connection to everybody who takes part
 * @param placement of the graph's parts, with the tasks' names
 * @param stepTimeout how long one run of the graph may take
 */
public record ClusterDevices(
    ClusterConnection connection, Placement placement, Duration stepTimeout)
    implements TrainingDevices {

  /**
   * Finds the devices that a run wants.
   *
   * @param connection to the cluster
   * @param request what is wanted
   * @return the devices
   * @throws IOException naming the worker that has no such device
   * @throws IllegalArgumentException when there are fewer parameter servers than wanted
   */
  public static ClusterDevices find(ClusterConnection connection, ClusterRequest request)
      throws IOException {
    Placement placement = ClusterPlacement.of(connection.cluster(), connection::devices, request);
    return new ClusterDevices(connection, placement, request.stepTimeout());
  }

  @Override
  public String description() {
    List<String> towers = placement.towers();
    return String.format(
        Locale.ROOT,
        "%d tower(s) on %s; variables on %s",
        towers.size(),
        String.join(", ", towers),
        String.join(", ", placement.variables()));
  }

  @Override
  public ModelSession open(TowerGraph graph, Supplier<TowerGraph> keeper) {
    return ModelSession.open(graph, this, keeper.get());
  }

  /**
   * How a session is opened. Its variables are its own: what a killed run left in the servers
   * cannot be mixed up with them. Operations are not fused: the server that plans the step would
   * send bfloat16 ones to the others in a form that TensorFlow refuses to load.
   */
  ConfigProto config() {
    RewriterConfig unfused =
        RewriterConfig.newBuilder().setRemapping(RewriterConfig.Toggle.OFF).build();
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setAllowSoftPlacement(true)
            .setIsolateSessionState(true)
            .setOperationTimeoutInMs(stepTimeout.toMillis())
            .setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(unfused));
    connection.cluster().servers().forEach(task -> config.addDeviceFilters(task.device()));
    return config.build();
  }
}
