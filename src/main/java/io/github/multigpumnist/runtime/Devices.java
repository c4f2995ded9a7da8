package io.github.multigpumnist.runtime;

import io.github.multigpumnist.tower.Placement;
import io.github.multigpumnist.tower.TowerGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.tensorflow.proto.ConfigProto;

/**
 * The devices of one run: which tower goes where, and how sessions are opened for that.
 *
 * @param placement a device for each tower, and the variables'
 * @param cpuDevices logical CPU devices, 1 or more
 * @param intraThreads threads of one operation on a CPU; 0 lets TensorFlow choose
 * @param gpuMemoryFraction share of each GPU's memory taken at once; 0 lets it grow as needed
 * @param description one line for people
 */
public record Devices(
    Placement placement,
    int cpuDevices,
    int intraThreads,
    double gpuMemoryFraction,
    String description)
    implements TrainingDevices {

  private static final String VARIABLES = "/cpu:0";
  private static final int CHOSEN_BY_TENSORFLOW = 0;
  private static final int IN_THE_CALLERS_THREAD = -1;

  /** Checks the fraction. */
  public Devices {
    GpuMemory.check(gpuMemoryFraction);
  }

  /**
   * Towers on logical CPU devices, which share the machine's cores.
   *
   * @param towers how many, 1 or more
   * @return tower i on {@code /cpu:i}
   */
  public static Devices cpu(int towers) {
    int cores = Runtime.getRuntime().availableProcessors();
    return cpu(towers, Math.max(1, cores / Math.max(1, towers)));
  }

  /**
   * Towers on logical CPU devices, with a given number of threads.
   *
   * @param towers how many, 1 or more
   * @param intraThreads threads of one operation, 1 or more; with 1, the numbers of a run do not
   *     depend on the machine's cores
   * @return tower i on {@code /cpu:i}
   */
  public static Devices cpu(int towers, int intraThreads) {
    return new Devices(
        Placement.onCpus(towers),
        towers,
        intraThreads,
        0,
        String.format(
            Locale.ROOT,
            "%d tower(s) on logical CPU devices, %d thread(s) each",
            towers,
            intraThreads));
  }

  /**
   * Chooses devices.
   *
   * @param request {@code auto}: the GPUs there are, shared when towers outnumber them, else
   *     logical CPUs; {@code gpu}: GPUs or an error; {@code cpu}; or a list such as {@code
   *     gpu:0,gpu:1,cpu:0}, shared in turns when towers outnumber it
   * @param towers how many, 1 or more
   * @param gpuMemoryFraction share of each GPU's memory taken at once; 0 lets it grow as needed
   * @return the devices
   * @throws IllegalArgumentException when a wanted device is not there
   */
  public static Devices choose(String request, int towers, double gpuMemoryFraction) {
    if (request.equals("cpu")) {
      return cpu(towers);
    }
    List<String> gpus =
        DeviceList.physical().stream()
            .filter(DeviceInfo::isGpu)
            .map(d -> "/" + d.shortName().toLowerCase(Locale.ROOT))
            .toList();
    return switch (request) {
      case "auto" -> gpus.isEmpty() ? insteadOfGpus(towers) : on(gpus, towers, gpuMemoryFraction);
      case "gpu" -> {
        if (gpus.isEmpty()) {
          throw new IllegalArgumentException(
              "--devices gpu: TensorFlow sees "
                  + seen(gpus)
                  + " ('multigpu-mnist doctor' tells more; --devices auto takes CPUs)");
        }
        yield on(gpus, towers, gpuMemoryFraction);
      }
      default -> on(listed(request, gpus), towers, gpuMemoryFraction);
    };
  }

  private static Devices insteadOfGpus(int towers) {
    Devices cpu = cpu(towers);
    String why = Cuda.whyNoExpectedGpu().map(reason -> "; no GPU: " + reason).orElse("");
    return new Devices(cpu.placement, cpu.cpuDevices, cpu.intraThreads, 0, cpu.description + why);
  }

  private static List<String> listed(String request, List<String> gpus) {
    List<String> devices = new ArrayList<>();
    for (String word : request.split(",", -1)) {
      String device = "/" + word.trim().toLowerCase(Locale.ROOT);
      if (!device.matches("/[cg]pu:\\d{1,3}")) {
        throw new IllegalArgumentException(
            "--devices "
                + request
                + ": '"
                + word
                + "' is no device, expected auto, gpu, cpu or a list such as gpu:0,gpu:1,cpu:0");
      }
      if (device.startsWith("/gpu") && !gpus.contains(device)) {
        throw new IllegalArgumentException(
            "--devices "
                + request
                + ": '"
                + word
                + "' is not there, TensorFlow sees "
                + seen(gpus));
      }
      devices.add(device);
    }
    return devices;
  }

  private static String seen(List<String> gpus) {
    return gpus.isEmpty()
        ? "no GPU" + Cuda.whyNoGpu().map(reason -> ": " + reason).orElse("")
        : String.join(", ", gpus);
  }

  private static Devices on(List<String> devices, int towers, double gpuMemoryFraction) {
    List<String> perTower = new ArrayList<>();
    for (int i = 0; i < towers; i++) {
      perTower.add(devices.get(i % devices.size()));
    }
    int cpus =
        devices.stream()
                .filter(d -> d.startsWith("/cpu:"))
                .mapToInt(d -> Integer.parseInt(d.substring("/cpu:".length())))
                .max()
                .orElse(0)
            + 1;
    return new Devices(
        new Placement(perTower, List.of(VARIABLES)),
        cpus,
        0,
        gpuMemoryFraction,
        String.format(Locale.ROOT, "%d tower(s) on %s", towers, String.join(", ", perTower)));
  }

  @Override
  public ModelSession open(TowerGraph graph, Supplier<TowerGraph> keeper) {
    return ModelSession.open(graph, this);
  }

  /** One tower with one thread: handing operations to other threads would only take time. */
  private boolean alone() {
    return placement.towers().size() == 1 && intraThreads == 1;
  }

  private boolean useGpus() {
    return Stream.of(placement.towers(), placement.variables())
        .flatMap(List::stream)
        .anyMatch(device -> device.startsWith("/gpu"));
  }

  /** How a session is opened on these devices; one on CPUs leaves the GPUs alone. */
  ConfigProto config() {
    ConfigProto.Builder config = ConfigProto.newBuilder();
    if (!useGpus()) {
      config.putDeviceCount("GPU", 0);
    }
    return config
        .putDeviceCount("CPU", cpuDevices)
        .setIntraOpParallelismThreads(intraThreads)
        .setInterOpParallelismThreads(alone() ? IN_THE_CALLERS_THREAD : CHOSEN_BY_TENSORFLOW)
        .setUsePerSessionThreads(true)
        .setAllowSoftPlacement(true)
        .setGpuOptions(GpuMemory.options(gpuMemoryFraction))
        .build();
  }
}
