package io.github.multigpumnist.cli;

import io.github.multigpumnist.runtime.CpuFeatures;
import io.github.multigpumnist.runtime.DeviceInfo;
import io.github.multigpumnist.runtime.MemoryInfo;
import io.github.multigpumnist.runtime.NvidiaDriver;
import java.util.List;

/**
 * What {@code doctor} found, as {@code --json} prints it.
 *
 * @param version the program's
 * @param java Java's version and vendor
 * @param tensorflow what is known of TensorFlow
 * @param devices what TensorFlow sees; empty when it does not load
 * @param cpu the CPU's instruction sets
 * @param bfloat16Fast whether the CPU has bfloat16 arithmetic
 * @param memory in bytes
 * @param nvidiaDriver null when none is loaded
 * @param cuda what there is of CUDA
 * @param data the published data sets
 * @param crashLogs files with the last words of runs that crashed
 */
record Diagnosis(
    String version,
    String java,
    TensorFlowState tensorflow,
    List<DeviceInfo> devices,
    CpuFeatures cpu,
    boolean bfloat16Fast,
    MemoryInfo memory,
    NvidiaDriver nvidiaDriver,
    CudaState cuda,
    List<DataState> data,
    List<String> crashLogs) {

  /**
   * TensorFlow and its native files.
   *
   * @param version null when it does not load
   * @param error why it does not load, else null
   * @param build such as {@code linux-x86_64-gpu}; empty when none is for this machine
   * @param gpuBuild whether the build can use NVIDIA's GPUs
   * @param cache where the native files are unpacked
   * @param unpackedBefore whether they already were; if not, this took some seconds now
   * @param cacheFreeBytes room left in the cache's file system
   */
  record TensorFlowState(
      String version,
      String error,
      String build,
      boolean gpuBuild,
      String cache,
      boolean unpackedBefore,
      long cacheFreeBytes) {}

  boolean hasGpu() {
    return devices.stream().anyMatch(DeviceInfo::isGpu);
  }
}
