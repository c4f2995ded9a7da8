package io.github.multigpumnist.format;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * This process's standard streams under their names as files, such as {@code /dev/stdout}. They are
 * written through Java's own streams: opened by name, a file behind them would begin anew and a
 * socket would not open at all.
 */
public final class StandardStream {
  private static final String OUT = "1";
  private static final String ERR = "2";

  /** The folder of this process's open files. */
  private static final Pattern FOLDER =
      Pattern.compile("/dev/fd|/proc/" + ProcessHandle.current().pid() + "(/task/\\d+)?/fd");

  private StandardStream() {}

  /**
   * Whether a path is this process's standard output.
   *
   * @param path such as {@code /dev/stdout}, {@code /dev/fd/1}, or a link to one
   * @return false for everything else
   * @throws IOException when links lead in a circle
   */
  public static boolean isOutput(Path path) throws IOException {
    return descriptor(path).filter(OUT::equals).isPresent();
  }

  /** The stream that a path names; empty for everything else. */
  static Optional<PrintStream> of(Path path) throws IOException {
    return descriptor(path)
        .flatMap(
            number ->
                switch (number) {
                  case OUT -> Optional.of(System.out);
                  case ERR -> Optional.of(System.err);
                  default -> Optional.empty();
                });
  }

  /** The number behind a path of the form {@code /dev/fd/N}, through links to it. */
  private static Optional<String> descriptor(Path path) throws IOException {
    Path step = path.toAbsolutePath();
    for (int followed = 0; followed <= Links.MOST; followed++) {
      Path parent = step.getParent();
      if (parent != null
          && Files.exists(parent)
          && FOLDER.matcher(parent.toRealPath().toString()).matches()) {
        return Optional.of(step.getFileName().toString());
      }
      if (!Files.isSymbolicLink(step)) {
        return Optional.empty();
      }
      step = step.resolveSibling(Files.readSymbolicLink(step));
    }
    return Optional.empty();
  }
}
