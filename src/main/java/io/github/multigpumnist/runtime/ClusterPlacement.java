package io.github.multigpumnist.runtime;

import io.github.multigpumnist.cluster.ClusterSpec;
import io.github.multigpumnist.cluster.Task;
import io.github.multigpumnist.tower.Placement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Finds places on a cluster: towers on the workers, variables on the parameter servers. */
final class ClusterPlacement {
  private ClusterPlacement() {}

  /**
   * Tower i goes to worker i's first device; when the towers outnumber the workers, to the second
   * devices, and so on; when they outnumber the devices, from the beginning.
   *
   * @param devices of each task, as it says
   * @throws IOException naming the worker that has not what is wanted
   * @throws IllegalArgumentException when there are fewer parameter servers than wanted
   */
  static Placement of(
      ClusterSpec cluster, Function<Task, List<DeviceInfo>> devices, ClusterRequest request)
      throws IOException {
    List<List<String>> byWorker = new ArrayList<>();
    for (Task worker : cluster.tasks(Task.WORKER)) {
      byWorker.add(wanted(cluster, worker, devices.apply(worker), request.devices()));
    }
    List<String> all = inTurns(byWorker);
    int towers = request.towers().orElse(all.size());
    return new Placement(
        IntStream.range(0, towers).mapToObj(i -> all.get(i % all.size())).toList(),
        variables(cluster, request));
  }

  private static List<String> wanted(
      ClusterSpec cluster, Task worker, List<DeviceInfo> found, String kind) throws IOException {
    List<DeviceInfo> gpus = found.stream().filter(DeviceInfo::isGpu).toList();
    if (kind.equals("gpu") && gpus.isEmpty()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: TensorFlow sees no GPU there, expected at least one (--devices auto takes CPUs)",
              cluster.who(worker)));
    }
    if (kind.equals("cpu") || gpus.isEmpty()) {
      return List.of(worker.device() + "/cpu:0");
    }
    return gpus.stream()
        .map(gpu -> worker.device() + "/" + gpu.shortName().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static List<String> inTurns(List<List<String>> byWorker) {
    int most = byWorker.stream().mapToInt(List::size).max().orElse(0);
    return IntStream.range(0, most)
        .boxed()
        .flatMap(n -> byWorker.stream().filter(own -> n < own.size()).map(own -> own.get(n)))
        .toList();
  }

  private static List<String> variables(ClusterSpec cluster, ClusterRequest request) {
    List<Task> servers = cluster.variablesTasks();
    int shards = request.psShards().orElse(servers.size());
    if (shards > servers.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "--ps-shards %d: the cluster keeps variables on %s, expected at most %d",
              shards,
              servers,
              servers.size()));
    }
    return servers.subList(0, shards).stream().map(task -> task.device() + "/cpu:0").toList();
  }
}
