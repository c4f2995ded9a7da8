package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multigpumnist.cluster.ClusterSpec;
import io.github.multigpumnist.cluster.Task;
import io.github.multigpumnist.tower.Placement;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ClusterPlacementTest {
  private static final ClusterSpec CLUSTER =
      new ClusterSpec(
          Map.of(Task.PS, List.of("p:1", "q:1"), Task.WORKER, List.of("a:1", "b:1", "c:1")));

  /** So many GPUs has each worker. */
  private static Function<Task, List<DeviceInfo>> gpus(int... counts) {
    return task -> {
      List<DeviceInfo> devices = new ArrayList<>();
      devices.add(device(task, "CPU", 0));
      for (int i = 0; i < counts[task.index()]; i++) {
        devices.add(device(task, "GPU", i));
      }
      return devices;
    };
  }

  private static DeviceInfo device(Task task, String type, int index) {
    return new DeviceInfo(
        "/job:%s/replica:0/task:%d/device:%s:%d".formatted(task.job(), task.index(), type, index),
        type,
        0);
  }

  private static ClusterRequest request(int towers, String devices, int shards) {
    return new ClusterRequest(
        towers == 0 ? OptionalInt.empty() : OptionalInt.of(towers),
        devices,
        shards == 0 ? OptionalInt.empty() : OptionalInt.of(shards),
        Duration.ofSeconds(60));
  }

  @Test
  void aTowerOnEveryDeviceWorkerByWorker() throws IOException {
    Placement placement = ClusterPlacement.of(CLUSTER, gpus(2, 0, 1), request(0, "auto", 0));
    assertThat(placement.towers())
        .containsExactly(
            "/job:worker/task:0/gpu:0",
            "/job:worker/task:1/cpu:0",
            "/job:worker/task:2/gpu:0",
            "/job:worker/task:0/gpu:1");
    assertThat(placement.variables())
        .containsExactly("/job:ps/task:0/cpu:0", "/job:ps/task:1/cpu:0");
    assertThat(placement.host(3)).isEqualTo("/job:worker/task:0/cpu:0");
  }

  @Test
  void moreTowersThanDevicesBeginAgain() throws IOException {
    Placement placement = ClusterPlacement.of(CLUSTER, gpus(1, 1, 1), request(5, "cpu", 1));
    assertThat(placement.towers())
        .containsExactly(
            "/job:worker/task:0/cpu:0",
            "/job:worker/task:1/cpu:0",
            "/job:worker/task:2/cpu:0",
            "/job:worker/task:0/cpu:0",
            "/job:worker/task:1/cpu:0");
    assertThat(placement.variables()).containsExactly("/job:ps/task:0/cpu:0");
  }

  @Test
  void aWorkerWithoutTheWantedGpuIsNamed() {
    assertThatThrownBy(() -> ClusterPlacement.of(CLUSTER, gpus(1, 0, 1), request(0, "gpu", 0)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "worker 1 at b:1: TensorFlow sees no GPU there, expected at least one"
                + " (--devices auto takes CPUs)");
  }

  @Test
  void thereMustBeAServerForEveryShard() {
    assertThatThrownBy(() -> ClusterPlacement.of(CLUSTER, gpus(0, 0, 0), request(0, "auto", 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "--ps-shards 3: the cluster keeps variables on [ps 0, ps 1], expected at most 2");
  }

  @Test
  void withoutParameterServerTheFirstWorkerHoldsTheVariables() throws IOException {
    ClusterSpec workers = new ClusterSpec(Map.of(Task.WORKER, List.of("a:1", "b:1")));
    assertThat(ClusterPlacement.of(workers, gpus(0, 0), request(0, "auto", 0)).variables())
        .containsExactly("/job:worker/task:0/cpu:0");
  }
}
