package io.github.multigpumnist.runtime;

import io.github.multigpumnist.cluster.ClusterSpec;
import io.github.multigpumnist.cluster.Task;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Locale;
import org.tensorflow.Server;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.ServerDef;

/**
 * A TensorFlow server in this process, which runs what other processes of the cluster ask for. It
 * listens on every interface, unencrypted and unauthenticated, and runs any operation for whoever
 * reaches it. TensorFlow cannot end it: it lives as long as the process.
 */
public final class ClusterServer {
  private static final int PUBLISH_MILLIS = 30_000;

  private final String target;

  private ClusterServer(String target) {
    this.target = target;
  }

  /**
   * How a server uses its machine.
   *
   * @param cpuDevices logical CPU devices, 1 or more
   * @param intraThreads threads of one operation on a CPU; 0 lets TensorFlow choose
   * @param gpus how GPUs are used
   */
  public record Settings(int cpuDevices, int intraThreads, GpuSettings gpus) {
    /** Checks the components. */
    public Settings {
      if (cpuDevices < 1) {
        throw new IllegalArgumentException("CPU devices is " + cpuDevices + ", expected 1 or more");
      }
      if (intraThreads < 0) {
        throw new IllegalArgumentException("threads is " + intraThreads + ", expected 0 or more");
      }
    }

    private ConfigProto config() {
      return ConfigProto.newBuilder()
          .putDeviceCount("CPU", cpuDevices)
          .setIntraOpParallelismThreads(intraThreads)
          .setGpuOptions(gpus.options())
          .build();
    }
  }

  /**
   * Starts a server and publishes what {@link ClusterConnection} asks for.
   *
   * @param cluster who takes part
   * @param task which of them this process is
   * @param settings its devices
   * @return the running server
   * @throws IOException naming task, port and address, when the port is taken or TensorFlow cannot
   *     start
   * @throws IllegalArgumentException when the cluster has no such task
   */
  public static ClusterServer start(ClusterSpec cluster, Task task, Settings settings)
      throws IOException {
    return start(cluster, task, settings, ClusterHandshake.programVersion());
  }

  static ClusterServer start(ClusterSpec cluster, Task task, Settings settings, String version)
      throws IOException {
    NativeRuntime.prepare(false);
    Cuda.load(); // before the first class of TensorFlow's
    GpuSetup.OF_THIS_PROCESS.use(settings.gpus());
    String address = cluster.address(task);
    checkFree(task, cluster.port(task), address);
    ServerDef definition =
        ServerDef.newBuilder()
            .setCluster(cluster.toProto())
            .setJobName(task.job())
            .setTaskIndex(task.index())
            .setProtocol("grpc")
            .setDefaultSessionConfig(settings.config())
            .build();
    String target = "grpc://" + address; // as TensorFlow itself names it, so that it knows its own
    try {
      new Server(definition).start();
      ClusterHandshake.of(cluster, task, version).publish(target, PUBLISH_MILLIS);
    } catch (TensorFlowException e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: TensorFlow cannot start a server for %s: %s",
              task,
              address,
              ClusterFault.firstLine(e)),
          e);
    }
    return new ClusterServer(target);
  }

  /** TensorFlow would share a taken port with another of its servers, and say nothing. */
  private static void checkFree(Task task, int port, String address) throws IOException {
    try (ServerSocket socket = new ServerSocket(port)) {
      assert socket.isBound();
    } catch (IOException e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: port %d of its address %s cannot be listened on here: %s",
              task,
              port,
              address,
              e.getMessage()),
          e);
    }
  }

  /**
   * Where sessions find this server.
   *
   * @return such as {@code grpc://10.0.0.1:2222}
   */
  public String target() {
    return target;
  }
}
