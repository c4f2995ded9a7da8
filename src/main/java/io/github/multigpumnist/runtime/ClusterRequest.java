package io.github.multigpumnist.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * What a run wants of a cluster.
 *
 * @param towers how many; empty: one on each of the workers' devices
 * @param devices {@code auto}: a worker's GPUs, or its CPU when it has none; {@code gpu}; {@code
 *     cpu}
 * @param psShards over how many parameter servers the variables are spread; empty: all there are
 * @param stepTimeout how long one run of the graph may take
 */
public record ClusterRequest(
    OptionalInt towers, String devices, OptionalInt psShards, Duration stepTimeout) {
  private static final List<String> KINDS = List.of("auto", "gpu", "cpu");

  /** Checks the components. */
  public ClusterRequest {
    if (!KINDS.contains(devices)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "--devices %s: expected one of %s for the workers of a cluster",
              devices,
              String.join(", ", KINDS)));
    }
    towers.ifPresent(n -> atLeastOne("towers", n));
    psShards.ifPresent(n -> atLeastOne("ps shards", n));
    atLeastOne("step timeout in ms", stepTimeout.toMillis());
  }

  private static void atLeastOne(String what, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " is " + value + ", expected 1 or more");
    }
  }
}
