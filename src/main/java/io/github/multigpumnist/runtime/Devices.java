package io.github.multigpumnist.runtime;

import io.github.multigpumnist.tower.Placement;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/**
 * The devices of one run: which tower goes where, and how sessions are opened for that.
 *
 * @param placement a device for each tower, and the variables'
 * @param cpuDevices logical CPU devices, 1 or more
 * @param intraThreads threads of one operation; 0 lets TensorFlow choose
 * @param gpuMemoryFraction share of each GPU's memory taken at once; 0 lets it grow as needed
 */
public record Devices(
    Placement placement, int cpuDevices, int intraThreads, double gpuMemoryFraction) {

  /** How a session is opened on these devices. */
  ConfigProto config() {
    GPUOptions.Builder gpu = GPUOptions.newBuilder();
    if (gpuMemoryFraction > 0) {
      gpu.setPerProcessGpuMemoryFraction(gpuMemoryFraction);
    } else {
      gpu.setAllowGrowth(true);
    }
    return ConfigProto.newBuilder()
        .putDeviceCount("CPU", cpuDevices)
        .setIntraOpParallelismThreads(intraThreads)
        .setUsePerSessionThreads(true)
        .setInterOpParallelismThreads(placement.towers().size() + 2)
        .setAllowSoftPlacement(true)
        .setGpuOptions(gpu)
        .build();
  }
}
