package io.github.multigpumnist.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files in {@code java.io.tmpdir} that the native libraries' messages go to, one a process. A
 * process that was killed leaves an ordinary one; a process that crashed in native code leaves the
 * library's last words.
 */
public final class NativeLogs {
  private static final String PREFIX = "multigpu-mnist-native-";

  /** How long the last words of a crash are kept. */
  private static final Duration KEPT = Duration.ofDays(7);

  /** A larger file is read by nobody but a person. */
  private static final long LARGEST = 1 << 20;

  /** TensorFlow's information, warnings and errors after which it goes on; fatal ones are F. */
  private static final Pattern ORDINARY =
      Pattern.compile(
          "\\s*|\\d{4}-\\d\\d-\\d\\d [\\d:.]+: [IWE] .*|[IWE]\\d{4} [\\d:.]+ .*"
              + "|WARNING: All log messages before absl::InitializeLog\\(\\).*");

  private NativeLogs() {}

  static Path create() throws IOException {
    return Files.createTempFile(PREFIX + ProcessHandle.current().pid() + "-", ".log");
  }

  /**
   * The last words of processes that crashed in native code within the last week.
   *
   * @return the files
   * @throws IOException when the folder {@code java.io.tmpdir} cannot be read
   */
  public static List<Path> ofCrashes() throws IOException {
    return ofTheDead(folder()).stream().filter(NativeLogs::tellsOfACrash).toList();
  }

  /** Deletes what dead processes left, but for the last words of crashes. */
  static void sweep() throws IOException {
    sweep(folder(), Instant.now().minus(KEPT));
  }

  static void sweep(Path folder, Instant oldest) throws IOException {
    for (Path log : ofTheDead(folder)) {
      try {
        if (!tellsOfACrash(log) || Files.getLastModifiedTime(log).toInstant().isBefore(oldest)) {
          Files.deleteIfExists(log);
        }
      } catch (IOException e) {
        // another user's, or swept by another process at the same time
      }
    }
  }

  private static Path folder() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static List<Path> ofTheDead(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(NativeLogs::isOfADeadProcess).sorted().toList();
    }
  }

  private static boolean isOfADeadProcess(Path file) {
    String name = file.getFileName().toString();
    if (!name.startsWith(PREFIX)) {
      return false;
    }
    String pid = name.substring(PREFIX.length()).split("-")[0];
    return pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
  }

  private static boolean tellsOfACrash(Path log) {
    try {
      return Files.size(log) > LARGEST
          || new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1)
              .lines()
              .anyMatch(line -> !ORDINARY.matcher(line).matches());
    } catch (IOException e) {
      return false; // another user's, or gone meanwhile
    }
  }
}
