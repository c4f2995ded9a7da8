package io.github.multigpumnist.runtime;

import io.github.multigpumnist.runtime.CudaLibrary.Origin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.jar.JarEntry;

/**
 * Brings CUDA into the process for TensorFlow's library, which opens it by name and looks no
 * further than the system's loader. The machine's CUDA is taken if it is complete, else the whole
 * of the build's: nobody has tried a mixture. TensorFlow-Java itself would load the build's, but
 * knows the names of CUDA 11 only.
 */
final class CudaLoading {
  /** What JavaCPP will unpack of TensorFlow's GPU build. */
  private static final long TENSORFLOW_BYTES = 1_253_000_000;

  private final DynamicLoader loader;
  private final Optional<CudaCache> build;
  private final String whyNoBuild;

  private CudaLoading(DynamicLoader loader, Optional<CudaCache> build, String whyNoBuild) {
    this.loader = loader;
    this.build = build;
    this.whyNoBuild = whyNoBuild;
  }

  static CudaLoading with(DynamicLoader loader, CudaCache build) {
    return new CudaLoading(loader, Optional.of(build), "");
  }

  static CudaLoading withoutBuild(DynamicLoader loader, String reason) {
    return new CudaLoading(loader, Optional.empty(), reason);
  }

  /**
   * @param say gets a line when something is unpacked
   */
  static CudaLoading ofThisBuild(Consumer<String> say) throws IOException {
    if (NativeLibrary.isLoaded()) {
      return withoutBuild(
          new SystemLoader(), "TensorFlow was loaded before a GPU was asked for: too late for it");
    }
    Optional<CudaArchive> archive = CudaArchive.find();
    if (archive.isEmpty()) {
      return withoutBuild(new SystemLoader(), "none is on the class path");
    }
    NativeLibrary tensorflow = NativeLibrary.find();
    long reserve = tensorflow.unpacked() ? 0 : TENSORFLOW_BYTES;
    return with(new SystemLoader(), new CudaCache(archive.get(), tensorflow.cache(), reserve, say));
  }

  Cuda run() {
    String driverCuda = null;
    List<CudaGpu> gpus = List.of();
    try {
      CudaDriver driver = driver();
      driverCuda = CudaDriver.versionText(driver.cuda());
      check(driver.cuda());
      gpus = gpus(driver);
      return new Cuda(driverCuda, gpus, libraries(), null);
    } catch (IOException e) {
      return new Cuda(driverCuda, gpus, null, e.getMessage());
    }
  }

  private CudaDriver driver() throws IOException {
    try {
      return CudaDriver.open(loader);
    } catch (IOException e) {
      throw new IOException("NVIDIA's driver is not installed (" + e.getMessage() + ")", e);
    }
  }

  private static void check(int driverCuda) throws IOException {
    if (driverCuda < CudaDriver.LEAST_CUDA) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "NVIDIA's driver is too old: it supports CUDA %s, expected %s (driver %s) or newer",
              CudaDriver.versionText(driverCuda),
              CudaDriver.versionText(CudaDriver.LEAST_CUDA),
              Cuda.LEAST_DRIVER));
    }
  }

  private static List<CudaGpu> gpus(CudaDriver driver) throws IOException {
    String visible = Cuda.visibleDevices().map(v -> " with " + v).orElse("");
    List<CudaGpu> gpus;
    try {
      gpus = driver.gpus();
    } catch (IOException e) {
      throw new IOException("NVIDIA's driver shows no GPU" + visible + ": " + e.getMessage(), e);
    }
    if (gpus.isEmpty()) {
      throw new IOException("NVIDIA's driver shows no GPU" + visible);
    }
    return gpus;
  }

  private Origin libraries() throws IOException {
    String machineLacks;
    try {
      openAll(CudaArchive.OPENED_BY_TENSORFLOW, loader::open);
      return Origin.MACHINE;
    } catch (IOException e) {
      machineLacks = e.getMessage();
    }
    CudaCache cache =
        build.orElseThrow(
            () ->
                new IOException(
                    String.format(
                        Locale.ROOT,
                        "this machine's CUDA is not complete (%s), nor is the build's used: %s",
                        machineLacks,
                        whyNoBuild)));
    if (!cache.archive().lacks().isEmpty()) {
      throw new IOException(
          "the build's CUDA is another than TensorFlow's: it has no "
              + String.join(", ", cache.archive().lacks()));
    }
    cache.fill();
    openAll(cache.archive().libraries(), library -> open(cache, library));
    return Origin.BUILD;
  }

  private DynamicLoader.Library open(CudaCache cache, JarEntry library) throws IOException {
    try {
      return openOrMend(cache, library);
    } catch (IOException e) {
      throw new IOException(CudaArchive.name(library) + " does not load: " + e.getMessage(), e);
    }
  }

  private DynamicLoader.Library openOrMend(CudaCache cache, JarEntry library) throws IOException {
    String file = cache.file(library).toString();
    try {
      return loader.open(file);
    } catch (IOException e) {
      if (cache.mend(library)) {
        return loader.open(file);
      }
      throw e;
    }
  }

  private interface Opening<T> {
    DynamicLoader.Library open(T library) throws IOException;
  }

  /** All of them, or none. */
  private static <T> void openAll(List<T> libraries, Opening<T> opening) throws IOException {
    List<DynamicLoader.Library> opened = new ArrayList<>();
    try {
      for (T library : libraries) {
        opened.add(0, opening.open(library));
      }
    } catch (IOException e) {
      opened.forEach(DynamicLoader.Library::close);
      throw e;
    }
  }
}
