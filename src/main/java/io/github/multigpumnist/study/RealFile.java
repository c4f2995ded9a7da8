package io.github.multigpumnist.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/** Which file a path means, and whether it has other names. */
final class RealFile {
  /** The mounts of this process on Linux, a line each. */
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  /** The column of the mount point; columns are parted by single spaces. */
  private static final int MOUNT_POINT = 4;

  /** More links to links are a circle; so many follows Linux. */
  private static final int MOST_LINKS = 40;

  private RealFile() {}

  /** With all links followed, also that of a file which is not there yet. */
  static Path of(Path path) {
    Path file = path.toAbsolutePath().normalize();
    try {
      for (int i = 0; i < MOST_LINKS && Files.isSymbolicLink(file); i++) {
        file = file.resolveSibling(Files.readSymbolicLink(file));
      }
      return file.getParent().toRealPath().resolve(file.getFileName());
    } catch (IOException e) {
      return file; // whoever opens it tells what is wrong
    }
  }

  /** The system's key, or the path where there is none. */
  static String key(Path path) {
    Path file = of(path);
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? file.toString() : key.toString();
    } catch (IOException e) {
      return file.toString();
    }
  }

  /** How many hard links a file has; 1 for one that is not there and where it cannot be told. */
  static int links(Path file) {
    try {
      return (int) Files.getAttribute(file, "unix:nlink");
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return 1;
    }
  }

  /** Whether a file is a mount point: it then lies somewhere else too. */
  static boolean isMountedAlone(Path file) {
    try (Stream<String> mounts = Files.lines(MOUNTS, StandardCharsets.ISO_8859_1)) {
      return mounts.anyMatch(mount -> isOf(file, mount));
    } catch (IOException e) {
      return false; // no Linux
    }
  }

  static boolean isOf(Path file, String mount) {
    String[] columns = mount.split(" ");
    return columns.length > MOUNT_POINT && columns[MOUNT_POINT].equals(escaped(file.toString()));
  }

  /** As Linux writes a path: bytes, of which four are escaped. */
  private static String escaped(String path) {
    return new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
        .replace("\\", "\\134")
        .replace(" ", "\\040")
        .replace("\t", "\\011")
        .replace("\n", "\\012");
  }
}
