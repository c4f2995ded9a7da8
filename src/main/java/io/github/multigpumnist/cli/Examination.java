package io.github.multigpumnist.cli;

import io.github.multigpumnist.dataset.DataLocations;
import io.github.multigpumnist.runtime.CpuFeatures;
import io.github.multigpumnist.runtime.DeviceInfo;
import io.github.multigpumnist.runtime.DeviceList;
import io.github.multigpumnist.runtime.MemoryInfo;
import io.github.multigpumnist.runtime.NativeLibrary;
import io.github.multigpumnist.runtime.NativeLogs;
import io.github.multigpumnist.runtime.NvidiaDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Gathers a {@link Diagnosis}; nothing that is broken stops it. */
final class Examination {
  private Examination() {}

  static Diagnosis run(DataLocations locations) throws IOException {
    NativeLibrary library = NativeLibrary.find();
    String version = null;
    String error = null;
    List<DeviceInfo> devices = List.of();
    try {
      devices = DeviceList.physical(); // first: it brings in what GPUs need
      version = NativeLibrary.version();
    } catch (LinkageError | RuntimeException e) { // not all of TensorFlow's have one class
      error = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
    CpuFeatures cpu = CpuFeatures.read();
    return new Diagnosis(
        Version.number(),
        System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
        state(library, version, error),
        devices,
        cpu,
        cpu.fastBfloat16(),
        MemoryInfo.read(),
        NvidiaDriver.find().orElse(null),
        CudaState.read(),
        DataState.all(locations),
        NativeLogs.ofCrashes().stream().map(Path::toString).toList());
  }

  private static Diagnosis.TensorFlowState state(
      NativeLibrary library, String version, String error) throws IOException {
    return new Diagnosis.TensorFlowState(
        version,
        error,
        library.platform(),
        library.gpuBuild(),
        library.cache().toString(),
        library.unpacked(),
        Files.getFileStore(library.cache()).getUsableSpace());
  }
}
