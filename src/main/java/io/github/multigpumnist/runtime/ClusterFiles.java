package io.github.multigpumnist.runtime;

import io.github.multigpumnist.cluster.ClusterSpec;
import io.github.multigpumnist.cluster.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/**
 * Compares files of the cluster's machines with this one's: each machine reads its own, and a
 * number of 62 bits crosses the network.
 *
 * @param target of sessions on the cluster
 */
record ClusterFiles(ClusterSpec cluster, String target) {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final long BUCKETS = 1L << 62;

  void requireOnWorkers(Path file) throws IOException {
    long here = contentHere(file);
    for (Task worker : cluster.tasks(Task.WORKER)) {
      requireSame(file, here, worker);
    }
  }

  private void requireSame(Path file, long here, Task worker) throws IOException {
    long there;
    try {
      there = contentThere(file, worker);
    } catch (TensorFlowException e) {
      if (ClusterFault.in(e).isPresent()) {
        throw e;
      }
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has no readable %s (%s), expected the records at the same path on every worker",
              cluster.who(worker),
              file,
              ClusterFault.firstLine(e)),
          e);
    }
    if (there != here) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has another %s than this machine, expected the same records on every worker",
              cluster.who(worker),
              file));
    }
  }

  private long contentThere(Path file, Task worker) {
    DeviceSpec device = cpu().job(worker.job()).task(worker.index()).build();
    ConfigProto config =
        ConfigProto.newBuilder()
            .addDeviceFilters(worker.device())
            .addDeviceFilters(cluster.variablesTasks().get(0).device())
            .setOperationTimeoutInMs(TIMEOUT_MILLIS)
            .build();
    try (Graph graph = new Graph()) {
      Operand<TInt64> content = content(Ops.create(graph).withDevice(device));
      try (Session session = TargetSession.open(graph, config, target)) {
        return fetch(session, content, file);
      }
    }
  }

  private static long contentHere(Path file) {
    try (Graph graph = new Graph()) {
      Operand<TInt64> content = content(Ops.create(graph).withDevice(cpu().build()));
      try (Session session = new Session(graph, Devices.cpu(1).config())) {
        return fetch(session, content, file);
      }
    }
  }

  private static DeviceSpec.Builder cpu() {
    return DeviceSpec.newBuilder().deviceType(DeviceSpec.DeviceType.CPU).deviceIndex(0);
  }

  private static Operand<TInt64> content(Ops tf) {
    Operand<TString> path =
        tf.withName("path").placeholder(TString.class, Placeholder.shape(Shape.scalar()));
    return tf.strings.toHashBucketFast(tf.io.readFile(path), BUCKETS);
  }

  private static long fetch(Session session, Operand<TInt64> content, Path file) {
    try (TString path = TString.scalarOf(file.toString());
        Result result = session.runner().feed("path", path).fetch(content).run()) {
      return ((TInt64) result.get(0)).getLong();
    }
  }
}
