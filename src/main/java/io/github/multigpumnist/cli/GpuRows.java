package io.github.multigpumnist.cli;

import io.github.multigpumnist.runtime.CudaGpu;
import io.github.multigpumnist.runtime.CudaLibrary;
import io.github.multigpumnist.runtime.NvidiaDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code doctor} prints of NVIDIA's GPUs, their driver and CUDA. */
final class GpuRows {
  private GpuRows() {}

  record Row(String name, String text) {}

  static List<Row> of(Diagnosis found) {
    CudaState cuda = found.cuda();
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("nvidia", driver(found.nvidiaDriver(), cuda)));
    for (CudaGpu gpu : cuda.gpus()) {
      rows.add(new Row("gpu " + gpu.index(), gpu(gpu)));
    }
    for (CudaLibrary library : cuda.libraries()) {
      rows.add(new Row("cuda", library(library)));
    }
    return rows;
  }

  private static String driver(NvidiaDriver kernel, CudaState cuda) {
    if (kernel == null && cuda.driverCuda() == null) {
      return "no driver loaded";
    }
    List<String> parts = new ArrayList<>();
    parts.add("driver " + (kernel == null ? "of unknown version" : kernel.version()));
    if (cuda.driverCuda() != null) {
      parts.add(
          "for CUDA up to "
              + cuda.driverCuda()
              + " ("
              + cuda.leastDriver()
              + " or newer is needed)");
    }
    if (kernel != null && cuda.gpus().isEmpty()) {
      parts.addAll(kernel.cards());
    }
    if (cuda.visibleDevices() != null) {
      parts.add(cuda.visibleDevices());
    }
    return String.join(", ", parts);
  }

  private static String gpu(CudaGpu gpu) {
    return String.format(
        Locale.ROOT,
        "%s, %s, compute capability %s",
        gpu.name(),
        DoctorCommand.size(gpu.memoryBytes()),
        gpu.computeCapability());
  }

  private static String library(CudaLibrary library) {
    String origin =
        switch (library.origin()) {
          case BUILD -> "of this build";
          case MACHINE -> "of this machine";
          case TENSORFLOW -> "in TensorFlow";
        };
    return String.format(
        Locale.ROOT, "%s %s %s, %s", library.name(), library.version(), origin, library.file());
  }
}
