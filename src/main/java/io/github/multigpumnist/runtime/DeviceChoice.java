package io.github.multigpumnist.runtime;

import io.github.multigpumnist.tower.Placement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Finds what a request wants among the devices there are.
 *
 * @param seen the GPUs that there are
 */
record DeviceChoice(DeviceRequest request, SeenGpus seen) {
  private static final List<String> FIRST_CPU = List.of("/cpu:0");

  /** On this machine; its GPUs are set up only for a request that may use them. */
  static DeviceChoice here(DeviceRequest request) {
    List<DeviceInfo> devices =
        request.asksForGpus() ? DeviceList.physical(request.gpus()) : List.of();
    return new DeviceChoice(request, SeenGpus.among(devices));
  }

  /** The devices of one run. */
  Devices forOneRun() {
    List<String> found = found();
    int usual =
        found.stream().anyMatch(DeviceChoice::isGpu) ? found.size() : request.towersWithoutGpu();
    int towers = request.towers().orElse(usual);
    List<String> perTower =
        found.isEmpty() ? Placement.onCpus(towers).towers() : inTurns(found, towers);
    Placement placement = new Placement(perTower, variables(perTower));
    return checked(found.isEmpty() ? onCpus(placement) : on(placement));
  }

  /**
   * A device, with the variables on it, for each of several runs at a time: the GPUs in turns; on
   * CPUs with one thread, so that many do not hinder each other.
   *
   * @param runs how many at a time; empty: one a device, on the CPU one a core
   */
  List<Devices> forRunsAtATime(OptionalInt runs) {
    List<String> found = found();
    int usual = found.isEmpty() ? Runtime.getRuntime().availableProcessors() : found.size();
    return inTurns(found.isEmpty() ? FIRST_CPU : found, runs.orElse(usual)).stream()
        .map(
            device ->
                isGpu(device)
                    ? on(new Placement(List.of(device), List.of(device)))
                    : Devices.cpu(1, 1))
        .toList();
  }

  private static boolean isGpu(String device) {
    return device.startsWith("/gpu:");
  }

  private static List<String> inTurns(List<String> devices, int count) {
    return IntStream.range(0, count).mapToObj(i -> devices.get(i % devices.size())).toList();
  }

  private Devices onCpus(Placement placement) {
    Devices cpus = Devices.cpu(placement, request.gpus());
    Optional<String> missing =
        request.devices().equals("auto") ? Cuda.whyNoExpectedGpu() : Optional.empty();
    return missing.isEmpty()
        ? cpus
        : new Devices(
            cpus.placement(),
            cpus.intraThreads(),
            cpus.gpus(),
            cpus.description() + "; no GPU: " + missing.get());
  }

  private Devices on(Placement placement) {
    String towers = String.join(", ", placement.towers());
    Devices devices = new Devices(placement, 0, request.gpus(), "");
    String details = devices.usesGpus() ? seen.details(request.gpus()) : "";
    return devices.describedAs(
        String.format(
            Locale.ROOT, "%d tower(s) on %s%s", placement.towers().size(), towers, details));
  }

  private Devices checked(Devices devices) {
    if (request.gpus().virtualGpus() > 1 && !devices.usesGpus()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "--virtual-gpus %d: this run uses no GPU, expected one",
              request.gpus().virtualGpus()));
    }
    return devices;
  }

  /** Empty: logical CPUs. */
  private List<String> found() {
    return switch (request.devices()) {
      case "cpu" -> List.of();
      case "auto" -> seen.names();
      case "gpu" -> seen.atLeastOne();
      default ->
          seen.listed(
              "--devices", request.devices(), "auto, gpu, cpu or a list such as gpu:0,gpu:1,cpu:0");
    };
  }

  private List<String> variables(List<String> towers) {
    return switch (request.variables()) {
      case "cpu" -> FIRST_CPU;
      case "gpu" ->
          towers.stream()
              .filter(DeviceChoice::isGpu)
              .findFirst()
              .map(List::of)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "--variables gpu: no tower is on a GPU, expected one there ("
                              + seen.inWords()
                              + ")"));
      default -> spread();
    };
  }

  private List<String> spread() {
    List<String> devices =
        seen.listed(
            "--variables", request.variables(), "cpu, gpu or a list such as gpu:0,gpu:1,cpu:0");
    if (devices.stream().distinct().count() < devices.size()) {
      throw new IllegalArgumentException(
          "--variables " + request.variables() + ": a device is listed twice, expected it once");
    }
    return devices;
  }
}
