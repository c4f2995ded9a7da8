package io.github.multigpumnist.runtime;

import org.tensorflow.proto.GPUOptions;

/**
 * How a process uses its GPUs. TensorFlow sets them up once, so that all that a process does has
 * the same settings.
 *
 * @param virtualGpus into how many GPUs TensorFlow divides each card, with an equal part of its
 *     memory each; 1 leaves it whole
 * @param memoryFraction share of each card's memory taken at once; 0 lets it grow as needed
 */
public record GpuSettings(int virtualGpus, double memoryFraction) {

  /** Whole cards, whose memory is taken as needed. */
  public static final GpuSettings USUAL = new GpuSettings(1, 0);

  /** Checks the components. */
  public GpuSettings {
    if (virtualGpus < 1) {
      throw new IllegalArgumentException(
          "virtual GPUs is " + virtualGpus + ", expected 1 or more of each card");
    }
    if (!(memoryFraction >= 0 && memoryFraction <= 1)) {
      throw new IllegalArgumentException(
          "GPU memory fraction is " + memoryFraction + ", expected 0 to 1");
    }
  }

  GPUOptions options() {
    GPUOptions.Builder options = GPUOptions.newBuilder();
    if (memoryFraction > 0) {
      options.setPerProcessGpuMemoryFraction(memoryFraction);
    } else {
      options.setAllowGrowth(true);
    }
    if (virtualGpus > 1) {
      options.setExperimental(
          GPUOptions.Experimental.newBuilder().setNumVirtualDevicesPerGpu(virtualGpus));
    }
    return options.build();
  }
}
