package io.github.multigpumnist.runtime;

import com.sun.jna.Platform;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory, in bytes.
 *
 * @param totalBytes the machine's, or the container's limit
 * @param availableBytes what programs can still take
 * @param heapBytes the most that Java's heap may grow to; tensors live outside it
 */
public record MemoryInfo(long totalBytes, long availableBytes, long heapBytes) {
  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB");
  private static final int RUSAGE_SELF = 0;

  /** On 64-bit systems: two times of two words each, then the maximum resident size. */
  private static final int MAX_RESIDENT = 4;

  private static final int RUSAGE_LONGS = 32;
  private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB");

  /**
   * Asks Java and the system.
   *
   * @return memory now
   */
  public static MemoryInfo read() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long total = system.getTotalMemorySize();
    long available = available(system.getFreeMemorySize());
    return new MemoryInfo(total, Math.min(total, available), Runtime.getRuntime().maxMemory());
  }

  /**
   * The most memory this process has had resident: Java's and TensorFlow's, and the files mapped
   * into it.
   *
   * @return 10⁶ bytes; empty where the system does not tell
   */
  public static OptionalDouble peakResidentMegabytes() {
    try {
      Matcher line = PEAK.matcher(Files.readString(STATUS));
      if (line.find()) {
        return OptionalDouble.of(Long.parseLong(line.group(1)) * 1024 / 1e6);
      }
    } catch (IOException e) { // not Linux
      return peakByLibC();
    }
    return peakByLibC();
  }

  /** On Linux this may be the peak of the program that started this one. */
  static OptionalDouble peakByLibC() {
    long[] usage = new long[RUSAGE_LONGS];
    try {
      if (LibC.getrusage(RUSAGE_SELF, usage) == 0) {
        return OptionalDouble.of(usage[MAX_RESIDENT] * (Platform.isMac() ? 1 : 1024) / 1e6);
      }
    } catch (LinkageError e) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.empty();
  }

  /** Linux counts the file cache as available; Java's "free" leaves it out. */
  private static long available(long otherwise) {
    try {
      Matcher line = AVAILABLE.matcher(Files.readString(MEMINFO));
      return line.find() ? Long.parseLong(line.group(1)) * 1024 : otherwise;
    } catch (IOException e) {
      return otherwise;
    }
  }
}
