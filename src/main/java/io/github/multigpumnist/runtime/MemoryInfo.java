package io.github.multigpumnist.runtime;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
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
