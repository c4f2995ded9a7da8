package io.github.multigpumnist.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.TensorFlow;

/**
 * TensorFlow's native library: which build is on the class path and where it is unpacked.
 *
 * @param platform the build, such as {@code linux-x86_64} or {@code linux-x86_64-gpu}; empty when
 *     the class path has none for this machine
 * @param cache the folder it is unpacked into on first use (about 700 MB, of the GPU build 1.3 GB)
 * @param unpacked whether it has been
 */
public record NativeLibrary(String platform, Path cache, boolean unpacked) {
  private static final String FOLDER = "org/tensorflow/internal/c_api/";
  private static final String GPU = "-gpu";

  /**
   * Looks at the class path and the cache without loading the library.
   *
   * @return what is there
   * @throws IOException when the cache folder cannot be made or read
   */
  public static NativeLibrary find() throws IOException {
    String machine = Loader.getPlatform();
    Path cache = Loader.getCacheDir().toPath();
    Optional<String> platform =
        Stream.of(machine + GPU, machine).filter(NativeLibrary::onClassPath).findFirst();
    return new NativeLibrary(
        platform.orElse(""), cache, platform.isPresent() && unpacked(cache, platform.get()));
  }

  /**
   * Whether this build can use NVIDIA's GPUs.
   *
   * @return whether it is a GPU build
   */
  public boolean gpuBuild() {
    return platform.endsWith(GPU);
  }

  static boolean isGpuBuild() {
    return onClassPath(Loader.getPlatform() + GPU);
  }

  static boolean isLoaded() {
    return Loader.getLoadedLibraries().containsKey("jnitensorflow");
  }

  /**
   * Loads the library, without what it needs for GPUs unless {@link Cuda#load} came before.
   *
   * @return TensorFlow's version, such as {@code 2.18.0}
   * @throws LinkageError when it does not load
   */
  public static String version() {
    NativeRuntime.prepare(false);
    return TensorFlow.version();
  }

  private static boolean onClassPath(String platform) {
    String file = FOLDER + platform + "/" + System.mapLibraryName("jnitensorflow");
    return NativeLibrary.class.getClassLoader().getResource(file) != null;
  }

  private static boolean unpacked(Path cache, String platform) throws IOException {
    try (Stream<Path> jars = Files.list(cache)) {
      return jars.map(jar -> jar.resolve(FOLDER + platform).toFile().list())
          .filter(Objects::nonNull)
          .map(List::of)
          .anyMatch(NativeLibrary::complete);
    }
  }

  /** JavaCPP deletes what it could not unpack whole. */
  private static boolean complete(List<String> files) {
    return files.contains(System.mapLibraryName("jnitensorflow"))
        && files.stream().anyMatch(file -> file.startsWith("libtensorflow_cc"));
  }
}
