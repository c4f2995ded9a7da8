package io.github.multigpumnist.cli;

import io.github.multigpumnist.runtime.Cuda;
import io.github.multigpumnist.runtime.DeviceInfo;
import io.github.multigpumnist.runtime.DeviceList;
import io.github.multigpumnist.runtime.Devices;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A device for each training that a search does at a time. */
final class WorkerDevices {
  private static final int MOST = 1024;
  private static final String AUTO = "auto";

  private WorkerDevices() {}

  /** GPUs are shared in turns; a training on the CPU has one thread, so that many do not hinder. */
  static List<Devices> read(Arguments arguments) {
    String request = arguments.string("devices");
    double memory = arguments.number("gpu-memory-fraction", 0, 1);
    List<String> names = names(request, memory);
    int parallel =
        arguments.string("parallel").equals(AUTO)
            ? usual(names)
            : arguments.integer("parallel", 1, MOST);
    return IntStream.range(0, parallel)
        .mapToObj(i -> names.get(i % names.size()))
        .map(name -> name.startsWith("cpu") ? Devices.cpu(1, 1) : Devices.choose(name, 1, memory))
        .toList();
  }

  private static int usual(List<String> names) {
    return names.equals(List.of("cpu")) ? Runtime.getRuntime().availableProcessors() : names.size();
  }

  private static List<String> names(String request, double memory) {
    if (request.equals("cpu")) {
      return List.of("cpu");
    }
    if (!request.equals(AUTO) && !request.equals("gpu")) {
      Devices.choose(request, 1, memory); // says what is wrong with a list
      return Stream.of(request.split(",")).map(s -> s.trim().toLowerCase(Locale.ROOT)).toList();
    }
    List<String> gpus =
        DeviceList.physical().stream()
            .filter(DeviceInfo::isGpu)
            .map(d -> d.shortName().toLowerCase(Locale.ROOT))
            .toList();
    if (gpus.isEmpty() && request.equals("gpu")) {
      Devices.choose(request, 1, memory); // says that there is none
    }
    return gpus.isEmpty() ? List.of("cpu") : gpus;
  }

  private static String onCpu() {
    return "the CPU, one thread each"
        + Cuda.whyNoExpectedGpu().map(reason -> "; no GPU: " + reason).orElse("");
  }

  static String describe(List<Devices> devices) {
    List<String> names =
        devices.stream().map(d -> d.placement().towers().get(0).substring(1)).distinct().toList();
    return devices.size()
        + " training(s) at a time on "
        + (names.equals(List.of("cpu:0")) ? onCpu() : String.join(", ", names));
  }
}
