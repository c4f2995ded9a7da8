package io.github.multigpumnist.runtime;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The CUDA that a GPU build carries: of a jar with all of NVIDIA's libraries those that TensorFlow
 * needs, itself or through another.
 *
 * @param jar stays open as long as the process
 * @param libraries in an order in which each comes after those that it needs
 */
record CudaArchive(JarFile jar, List<JarEntry> libraries) {
  /** What TensorFlow 2.18 opens by name; it registers no GPU when one of them is missing. */
  static final List<String> OPENED_BY_TENSORFLOW =
      List.of(
          "libcudnn.so.9",
          "libcudart.so.12",
          "libcublasLt.so.12",
          "libcublas.so.12",
          "libcufft.so.11",
          "libcusparse.so.12",
          "libcusolver.so.11");

  private static final String FOLDER = "org/bytedeco/cuda/linux-x86_64/";

  /**
   * What is unpacked. CUPTI records what a traced step does on the GPU. cuDNN opens its parts and
   * nvrtc by name when it wants them; were they not in the process by then, an older one that
   * LD_LIBRARY_PATH leads to would be taken. NCCL is part of TensorFlow's own library.
   */
  private static final List<String> LOADING_ORDER =
      List.of(
          "libcudart",
          "libnvJitLink",
          "libnvrtc-builtins",
          "libnvrtc",
          "libcublasLt",
          "libcublas",
          "libcufft",
          "libcusparse",
          "libcusolver",
          "libcupti",
          "libcudnn_graph",
          "libcudnn_ops",
          "libcudnn_cnn",
          "libcudnn_adv",
          "libcudnn_engines_precompiled",
          "libcudnn_engines_runtime_compiled",
          "libcudnn_heuristic",
          "libcudnn");

  /** Looks for it on the class path. */
  static Optional<CudaArchive> find() throws IOException {
    URL any = CudaArchive.class.getClassLoader().getResource(FOLDER + "libcudart.so.12");
    if (any == null) {
      return Optional.empty();
    }
    URLConnection connection = any.openConnection();
    return connection instanceof JarURLConnection jar
        ? Optional.of(of(jar.getJarFile()))
        : Optional.empty();
  }

  static CudaArchive of(JarFile jar) {
    List<JarEntry> libraries =
        jar.stream()
            .filter(entry -> entry.getName().startsWith(FOLDER))
            .filter(entry -> LOADING_ORDER.contains(stem(entry)))
            .sorted(Comparator.comparingInt(entry -> LOADING_ORDER.indexOf(stem(entry))))
            .toList();
    return new CudaArchive(jar, libraries);
  }

  private static String stem(JarEntry entry) {
    return name(entry).split("\\.so", 2)[0];
  }

  static String name(JarEntry entry) {
    return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
  }

  /** Of what TensorFlow opens, those that the archive lacks. */
  List<String> lacks() {
    List<String> here = libraries.stream().map(CudaArchive::name).toList();
    return OPENED_BY_TENSORFLOW.stream().filter(name -> !here.contains(name)).toList();
  }

  /** Where JavaCPP would unpack them. */
  Path folder(Path cache) {
    return cache.resolve(Path.of(jar.getName()).getFileName()).resolve(FOLDER);
  }
}
