package io.github.multigpumnist.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The CPU and those of its instruction sets that TensorFlow's kernels use.
 *
 * @param model the CPU's name, or the architecture where the system does not tell
 * @param cores logical cores this process may use
 * @param instructionSets as Linux names them, such as {@code avx2}; empty where the system does not
 *     tell
 */
public record CpuFeatures(String model, int cores, List<String> instructionSets) {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final List<String> RELEVANT =
      List.of(
          // x86-64
          "sse4_2",
          "avx",
          "avx2",
          "fma",
          "avx_vnni",
          "avx512f",
          "avx512_vnni",
          "avx512_bf16",
          "avx512_fp16",
          "amx_tile",
          "amx_bf16",
          // arm64
          "asimd",
          "asimddp",
          "i8mm",
          "sve",
          "bf16",
          "svebf16");
  private static final List<String> BFLOAT16 =
      List.of("avx512_bf16", "amx_bf16", "bf16", "svebf16");

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when {@code cores} is not positive
   */
  public CpuFeatures {
    if (cores < 1) {
      throw new IllegalArgumentException("cores " + cores + ": expected at least 1");
    }
    instructionSets = List.copyOf(instructionSets);
  }

  /**
   * Reads {@code /proc/cpuinfo}.
   *
   * @return this machine's CPU
   */
  public static CpuFeatures read() {
    int cores = Runtime.getRuntime().availableProcessors();
    try {
      return parse(Files.readString(CPUINFO, StandardCharsets.UTF_8), cores);
    } catch (IOException e) {
      return new CpuFeatures(System.getProperty("os.arch"), cores, List.of()); // not Linux
    }
  }

  static CpuFeatures parse(String cpuinfo, int cores) {
    Map<String, String> first = new HashMap<>();
    for (String line : cpuinfo.lines().toList()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        first.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    String flags = first.getOrDefault("flags", first.getOrDefault("Features", ""));
    Set<String> present = Set.of(flags.isEmpty() ? new String[0] : distinct(flags));
    return new CpuFeatures(
        first.getOrDefault("model name", System.getProperty("os.arch")),
        cores,
        RELEVANT.stream().filter(present::contains).toList());
  }

  private static String[] distinct(String words) {
    return List.of(words.split("\\s+")).stream().distinct().toArray(String[]::new);
  }

  /**
   * Whether the CPU multiplies bfloat16 numbers itself; elsewhere they are converted, and bfloat16
   * training is slower than float32.
   *
   * @return whether an instruction set for bfloat16 is there
   */
  public boolean fastBfloat16() {
    return instructionSets.stream().anyMatch(BFLOAT16::contains);
  }
}
