package io.github.multigpumnist.cli;

import io.github.multigpumnist.runtime.Cuda;
import io.github.multigpumnist.runtime.CudaGpu;
import io.github.multigpumnist.runtime.CudaLibrary;
import java.io.IOException;
import java.util.List;

/**
 * CUDA as {@code doctor --json} prints it.
 *
 * @param driverCuda the newest CUDA that NVIDIA's driver supports; null without a driver
 * @param leastDriver the oldest driver that runs this CUDA
 * @param visibleDevices such as {@code CUDA_VISIBLE_DEVICES=0}; null when that is not set
 * @param gpus what the driver shows this process
 * @param libraries versions, files and where they came from; empty when CUDA is not loaded
 * @param problem why no GPU can be used; null when all is there
 */
record CudaState(
    String driverCuda,
    String leastDriver,
    String visibleDevices,
    List<CudaGpu> gpus,
    List<CudaLibrary> libraries,
    String problem) {

  static CudaState read() throws IOException {
    Cuda cuda = Cuda.load();
    return new CudaState(
        cuda.driverCuda(),
        Cuda.LEAST_DRIVER,
        Cuda.visibleDevices().orElse(null),
        cuda.gpus(),
        CudaLibrary.loaded(),
        cuda.problem());
  }
}
