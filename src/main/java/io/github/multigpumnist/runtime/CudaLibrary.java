package io.github.multigpumnist.runtime;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of CUDA that TensorFlow has in this process.
 *
 * @param name {@code CUDA}, {@code cuDNN} or {@code NCCL}
 * @param version such as {@code 9.5.1}; {@code unknown} when it does not tell
 * @param origin where it came from
 * @param file the library that was asked
 */
public record CudaLibrary(String name, String version, Origin origin, String file) {
  private static final Path MAPPED = Path.of("/proc/self/maps");

  /** Where a library comes from. */
  public enum Origin {
    /** Unpacked from this build. */
    @JsonProperty("build")
    BUILD,
    /** Found by the system's loader: the user installed it. */
    @JsonProperty("machine")
    MACHINE,
    /** Part of TensorFlow's own library. */
    @JsonProperty("tensorflow")
    TENSORFLOW
  }

  /**
   * Asks the libraries themselves, once TensorFlow is loaded.
   *
   * @return those that are in the process; none when CUDA is not
   * @throws IOException when the system does not tell which files they are
   */
  public static List<CudaLibrary> loaded() throws IOException {
    Origin cuda = Cuda.load().origin();
    if (cuda == null) {
      return List.of();
    }
    String mapped = Files.readString(MAPPED);
    List<CudaLibrary> found = new ArrayList<>();
    file(mapped, "libcudart.so.12").ifPresent(f -> found.add(runtime(cuda, f)));
    file(mapped, "libcudnn.so.9").ifPresent(f -> found.add(cudnn(cuda, f)));
    file(mapped, "libtensorflow_framework.so.2").ifPresent(f -> found.add(nccl(f)));
    return found;
  }

  private static CudaLibrary runtime(Origin origin, String file) {
    return new CudaLibrary(
        "CUDA",
        version(file, c -> CudaDriver.versionText(number(c, "cudaRuntimeGetVersion"))),
        origin,
        file);
  }

  private static CudaLibrary cudnn(Origin origin, String file) {
    return new CudaLibrary(
        "cuDNN", version(file, c -> threePart((int) c.call("cudnnGetVersion"))), origin, file);
  }

  private static CudaLibrary nccl(String file) {
    return new CudaLibrary(
        "NCCL",
        version(file, c -> threePart(number(c, "ncclGetVersion"))),
        Origin.TENSORFLOW,
        file);
  }

  private static String version(String file, Function<DynamicLoader.Library, String> version) {
    try {
      DynamicLoader.Library library = new SystemLoader().open(file);
      try {
        return version.apply(library);
      } finally {
        library.close();
      }
    } catch (IOException | UnsatisfiedLinkError e) {
      return "unknown";
    }
  }

  /** A library's file; its name there may have more numbers than its name. */
  static Optional<String> file(String mapped, String library) {
    return mapped
        .lines()
        .filter(line -> line.contains("/"))
        .map(line -> line.substring(line.indexOf('/')))
        .filter(path -> path.substring(path.lastIndexOf('/') + 1).startsWith(library))
        .findFirst();
  }

  private static int number(DynamicLoader.Library library, String function) {
    IntByReference number = new IntByReference();
    library.call(function, number);
    return number.getValue();
  }

  /** cuDNN 9 and NCCL since 2.9 count alike. */
  static String threePart(int version) {
    return version / 10_000 + "." + version / 100 % 100 + "." + version % 100;
  }
}
