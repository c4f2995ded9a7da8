package io.github.multigpumnist.cli;

import io.github.multigpumnist.runtime.Cuda;
import io.github.multigpumnist.runtime.Devices;
import java.util.List;
import java.util.OptionalInt;

/** A device for each training that a search does at a time. */
final class WorkerDevices {
  private static final int MOST = 1024;
  private static final String AUTO = "auto";

  private WorkerDevices() {}

  static List<Devices> read(Arguments arguments) {
    OptionalInt parallel =
        arguments.string("parallel").equals(AUTO)
            ? OptionalInt.empty()
            : OptionalInt.of(arguments.integer("parallel", 1, MOST));
    return Devices.chooseForRunsAtATime(
        arguments.string("devices"), GpuFlags.read(arguments), parallel);
  }

  static String describe(List<Devices> devices) {
    List<String> names =
        devices.stream().map(d -> d.placement().towers().get(0).substring(1)).distinct().toList();
    return devices.size()
        + " training(s) at a time on "
        + (names.equals(List.of("cpu:0")) ? onCpu() : String.join(", ", names));
  }

  private static String onCpu() {
    return "the CPU, one thread each"
        + Cuda.whyNoExpectedGpu().map(reason -> "; no GPU: " + reason).orElse("");
  }
}
