package io.github.multigpumnist.runtime;

import org.tensorflow.proto.GPUOptions;

/** How a process uses the memory of its GPUs. */
final class GpuMemory {
  private GpuMemory() {}

  /**
   * @throws IllegalArgumentException when the fraction is not 0 to 1
   */
  static void check(double fraction) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "GPU memory fraction is " + fraction + ", expected 0 to 1");
    }
  }

  /**
   * @param fraction of each GPU's memory taken at once; 0 lets it grow as needed
   */
  static GPUOptions options(double fraction) {
    GPUOptions.Builder options = GPUOptions.newBuilder();
    return fraction > 0
        ? options.setPerProcessGpuMemoryFraction(fraction).build()
        : options.setAllowGrowth(true).build();
  }
}
