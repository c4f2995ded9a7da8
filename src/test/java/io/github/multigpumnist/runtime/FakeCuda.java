package io.github.multigpumnist.runtime;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/** A machine with NVIDIA's driver, as far as the system's loader shows one. */
class FakeCuda implements DynamicLoader {
  /** The build's jar: needed, and not. */
  static final List<String> CARRIED =
      List.of(
          "libcusolver.so.11",
          "libcusparse.so.12",
          "libcufft.so.11",
          "libcublas.so.12",
          "libcublasLt.so.12",
          "libcudnn.so.9",
          "libcudnn_ops.so.9",
          "libcudnn_graph.so.9",
          "libnvJitLink.so.12",
          "libnvrtc.so.12",
          "libnvrtc-builtins.so.12.6",
          "libcudart.so.12",
          "libcupti.so.12",
          "libnppc.so.12",
          "libcusolverMg.so.11",
          "libnccl.so.2",
          "libcurand.so.10");

  /** Found by name. */
  final Set<String> installed = new HashSet<>();

  final List<String> opened = new ArrayList<>();
  final List<String> closed = new ArrayList<>();
  int driverCuda = 12_060;
  int initialised;
  int gpus = 2;

  @Override
  public Library open(String file) throws IOException {
    if (file.startsWith("/")) {
      Path path = Path.of(file);
      if (!Files.readString(path, StandardCharsets.UTF_8).startsWith("ELF")) {
        throw new IOException(file + ": invalid ELF header");
      }
    } else if (!installed.contains(file)) {
      throw new IOException(file + ": cannot open shared object file");
    }
    opened.add(file);
    return new Library() {
      @Override
      public long call(String function, Object... arguments) {
        return FakeCuda.this.call(function, arguments);
      }

      @Override
      public void close() {
        closed.add(file);
      }
    };
  }

  private long call(String function, Object... arguments) {
    return switch (function) {
      case "cuDriverGetVersion" -> set(arguments[0], driverCuda);
      case "cuInit" -> initialised;
      case "cuDeviceGetCount" -> set(arguments[0], gpus);
      case "cuDeviceGet" -> set(arguments[0], (int) arguments[1]);
      case "cuDeviceGetAttribute" -> set(arguments[0], (int) arguments[1] == 75 ? 9 : 0);
      case "cuDeviceGetName" -> {
        byte[] name = ("Card " + arguments[2]).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(name, 0, (byte[]) arguments[0], 0, name.length);
        yield 0;
      }
      case "cuDeviceTotalMem_v2" -> {
        ((LongByReference) arguments[0]).setValue(8L << 30);
        yield 0;
      }
      case "cuGetErrorString" -> {
        Memory text = new Memory(64);
        text.setString(0, "no CUDA-capable device is detected");
        ((PointerByReference) arguments[1]).setValue(text);
        yield 0;
      }
      default -> throw new UnsatisfiedLinkError(function);
    };
  }

  private static long set(Object reference, int value) {
    ((IntByReference) reference).setValue(value);
    return 0;
  }

  static String content(String library) {
    return "ELF of " + library;
  }

  /** A jar like the redistributable one. */
  static CudaArchive archive(Path folder, List<String> libraries) throws IOException {
    Path jar = folder.resolve("cuda-12.6-redist.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (String library : libraries) {
        JarEntry entry = new JarEntry("org/bytedeco/cuda/linux-x86_64/" + library);
        entry.setTime(1_700_000_000_000L);
        entries.putNextEntry(entry);
        entries.write(content(library).getBytes(StandardCharsets.UTF_8));
      }
    }
    return CudaArchive.of(new JarFile(jar.toFile()));
  }
}
