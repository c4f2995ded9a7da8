package io.github.multigpumnist.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * NVIDIA's kernel driver and the cards it found.
 *
 * @param version such as {@code 550.54.15}
 * @param cards the cards' names
 */
public record NvidiaDriver(String version, List<String> cards) {
  private static final Path PROC = Path.of("/proc/driver/nvidia");
  private static final Pattern VERSION =
      Pattern.compile("Kernel Module\\s+(?:for \\S+\\s+)?(\\d+(?:\\.\\d+)+)");
  private static final Pattern MODEL = Pattern.compile("(?m)^Model:\\s*(.+)$");

  /** Copies the list. */
  public NvidiaDriver {
    cards = List.copyOf(cards);
  }

  /**
   * Reads {@code /proc/driver/nvidia}.
   *
   * @return the driver, or empty when none is loaded
   */
  public static Optional<NvidiaDriver> find() {
    return find(PROC);
  }

  static Optional<NvidiaDriver> find(Path folder) {
    try {
      Matcher version = VERSION.matcher(Files.readString(folder.resolve("version")));
      return Optional.of(
          new NvidiaDriver(version.find() ? version.group(1) : "unknown", cards(folder)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<String> cards(Path folder) throws IOException {
    Path gpus = folder.resolve("gpus");
    List<String> names = new ArrayList<>();
    if (Files.isDirectory(gpus)) {
      try (Stream<Path> each = Files.list(gpus)) {
        for (Path gpu : each.sorted().toList()) {
          Matcher model = MODEL.matcher(Files.readString(gpu.resolve("information")));
          names.add(model.find() ? model.group(1).strip() : "unknown");
        }
      }
    }
    return names;
  }
}
