package io.github.multigpumnist.runtime;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What stands between this process and NVIDIA's GPUs: the driver and CUDA's libraries.
 *
 * @param driverCuda the newest CUDA that the driver supports, such as {@code 12.6}; null without a
 *     driver
 * @param gpus what the driver shows this process
 * @param origin whose CUDA is loaded; null when none is
 * @param problem why TensorFlow can use no GPU, in one line; null when all is there
 */
public record Cuda(
    String driverCuda, List<CudaGpu> gpus, CudaLibrary.Origin origin, String problem) {
  /** The oldest driver that runs this CUDA. */
  public static final String LEAST_DRIVER = "525.60.13";

  private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  private static final String CPU_BUILD =
      "this build of TensorFlow is for CPUs, -Pgpu builds another";

  private static Cuda loaded;

  /** Copies the list. */
  public Cuda {
    gpus = List.copyOf(gpus);
  }

  /**
   * Loads what TensorFlow needs for GPUs, the first time it is called. To be called before
   * TensorFlow's own library is loaded, which opens these by name. In a build for CPUs, and on a
   * machine without a driver, nothing is loaded nor unpacked.
   *
   * @return what is there
   */
  public static synchronized Cuda load() {
    if (loaded == null) {
      loaded = NativeLibrary.isGpuBuild() ? loadNow() : none(CPU_BUILD);
    }
    return loaded;
  }

  /**
   * The user's choice of GPUs, which driver and TensorFlow follow.
   *
   * @return such as {@code CUDA_VISIBLE_DEVICES=1,0}; empty when it is not set
   */
  public static Optional<String> visibleDevices() {
    return Optional.ofNullable(System.getenv(VISIBLE)).map(value -> VISIBLE + "=" + value);
  }

  private static Cuda loadNow() {
    try {
      return CudaLoading.ofThisBuild(NativeRuntime::say).run();
    } catch (IOException | LinkageError e) {
      return none("CUDA cannot be looked for: " + e.getMessage());
    }
  }

  static Cuda none(String problem) {
    return new Cuda(null, List.of(), null, problem);
  }

  /**
   * Keeps why TensorFlow does not get the GPUs that the driver shows.
   *
   * @param reason TensorFlow's
   */
  static synchronized void cannotBeOpened(String reason) {
    Cuda cuda = load();
    if (cuda.problem == null) {
      loaded =
          new Cuda(cuda.driverCuda, cuda.gpus, cuda.origin, "opening the GPUs fails: " + reason);
    }
  }

  /**
   * Why TensorFlow lists no GPU, as far as this process has looked for one.
   *
   * @return one line; empty when it has not looked
   */
  static synchronized Optional<String> whyNoGpu() {
    return Optional.ofNullable(loaded).map(Cuda::reason);
  }

  /**
   * As {@link #whyNoGpu}, but empty where no GPU is expected: in a build for CPUs and on a machine
   * without a driver.
   *
   * @return one line
   */
  public static synchronized Optional<String> whyNoExpectedGpu() {
    boolean expected = NativeLibrary.isGpuBuild() && NvidiaDriver.find().isPresent();
    return Optional.ofNullable(loaded)
        .filter(cuda -> expected || cuda.driverCuda != null)
        .map(Cuda::reason);
  }

  private String reason() {
    return problem != null
        ? problem
        : "TensorFlow takes none of the driver's "
            + gpus.size()
            + " GPU(s), '--verbose' shows its reasons";
  }
}
