package io.github.multigpumnist.runtime;

import io.github.multigpumnist.tower.Placement;
import io.github.multigpumnist.tower.TowerGraph;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.tensorflow.proto.ConfigProto;

/**
 * The devices of one run: which tower goes where, and how sessions are opened for that.
 *
 * @param placement a device for each tower, and the variables'
 * @param intraThreads threads of one operation on a CPU; 0 lets TensorFlow choose
 * @param gpus how GPUs are used, when the placement has some
 * @param description one line for people
 */
public record Devices(Placement placement, int intraThreads, GpuSettings gpus, String description)
    implements TrainingDevices {

  private static final int CHOSEN_BY_TENSORFLOW = 0;
  private static final int IN_THE_CALLERS_THREAD = -1;
  private static final String CPU = "/cpu:";

  /**
   * Towers on logical CPU devices, which share the machine's cores.
   *
   * @param towers how many, 1 or more
   * @return tower i on {@code /cpu:i}
   */
  public static Devices cpu(int towers) {
    return cpu(Placement.onCpus(towers), GpuSettings.USUAL);
  }

  /** The same, with the variables anywhere. */
  static Devices cpu(Placement placement, GpuSettings gpus) {
    int cores = Runtime.getRuntime().availableProcessors();
    return cpu(placement, Math.max(1, cores / placement.towers().size()), gpus);
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
    return cpu(Placement.onCpus(towers), intraThreads, GpuSettings.USUAL);
  }

  private static Devices cpu(Placement placement, int intraThreads, GpuSettings gpus) {
    return new Devices(placement, intraThreads, gpus, "")
        .describedAs(
            String.format(
                Locale.ROOT,
                "%d tower(s) on logical CPU devices, %d thread(s) each",
                placement.towers().size(),
                intraThreads));
  }

  /**
   * Chooses devices.
   *
   * @param request what is wanted
   * @return the devices
   * @throws IllegalArgumentException when a wanted device is not there
   */
  public static Devices choose(DeviceRequest request) {
    return DeviceChoice.here(request).forOneRun();
  }

  /**
   * Chooses devices for several runs at a time, of one tower each with its variables beside it.
   *
   * @param request as {@link DeviceRequest#devices()}
   * @param gpus how GPUs are used
   * @param runs how many at a time, 1 or more, the GPUs in turns; empty: one on each device, on the
   *     CPU one a core
   * @return the devices of each run
   * @throws IllegalArgumentException when a wanted device is not there
   */
  public static List<Devices> chooseForRunsAtATime(
      String request, GpuSettings gpus, OptionalInt runs) {
    DeviceRequest one = new DeviceRequest(request, OptionalInt.of(1), 1, "cpu", gpus);
    return DeviceChoice.here(one).forRunsAtATime(runs);
  }

  /** With the place of the variables added, unless it goes without saying. */
  Devices describedAs(String towers) {
    boolean usual = !usesGpus() && placement.variables().equals(List.of(CPU + 0));
    String variables = usual ? "" : "; variables on " + String.join(", ", placement.variables());
    return new Devices(placement, intraThreads, gpus, towers + variables);
  }

  @Override
  public ModelSession open(TowerGraph graph, Supplier<TowerGraph> keeper) {
    return ModelSession.open(graph, this);
  }

  private Stream<String> all() {
    return Stream.concat(placement.towers().stream(), placement.variables().stream());
  }

  boolean usesGpus() {
    return all().anyMatch(device -> device.toLowerCase(Locale.ROOT).contains("gpu:"));
  }

  /** Logical CPU devices, 1 or more. */
  private int cpuDevices() {
    return all()
            .filter(device -> device.startsWith(CPU))
            .mapToInt(device -> Integer.parseInt(device.substring(CPU.length())))
            .max()
            .orElse(0)
        + 1;
  }

  /** One tower with one thread: handing operations to other threads would only take time. */
  private boolean alone() {
    return placement.towers().size() == 1 && intraThreads == 1;
  }

  /** How a session is opened on these devices. */
  ConfigProto config() {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .putDeviceCount("CPU", cpuDevices())
            .setIntraOpParallelismThreads(intraThreads)
            .setInterOpParallelismThreads(alone() ? IN_THE_CALLERS_THREAD : CHOSEN_BY_TENSORFLOW)
            .setUsePerSessionThreads(true)
            .setAllowSoftPlacement(true);
    if (usesGpus()) {
      GpuSetup.OF_THIS_PROCESS.use(gpus);
      return config.setGpuOptions(gpus.options()).build();
    }
    return config.putDeviceCount("GPU", 0).build(); // else it would take some of their memory
  }
}
