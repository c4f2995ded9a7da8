package io.github.multigpumnist.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user's home folder: {@code $HOME}, else the entry in the system's list of users, else a
 * temporary folder. Java knows the entry only, and calls it {@code ?} where there is none, as for
 * the users that containers run as.
 *
 * @param path absolute, and may be written to
 * @param temporary whether it is only a makeshift
 */
public record HomeFolder(Path path, boolean temporary) {
  /** Where Java, and the libraries that keep files for a user, look for the home folder. */
  private static final String PROPERTY = "user.home";

  /**
   * Finds the home folder, and tells the libraries in this process by the property {@code
   * user.home}.
   *
   * @return the folder
   */
  public static synchronized HomeFolder settle() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    HomeFolder home = of(System.getenv("HOME"), System.getProperty(PROPERTY), temporary);
    System.setProperty(PROPERTY, home.path.toString());
    return home;
  }

  /** The first of variable and entry that can be used, else a folder in another. */
  static HomeFolder of(String variable, String entry, Path temporary) {
    Path makeshift = temporary.resolve("multigpu-mnist-" + user());
    return Stream.of(variable, entry)
        .flatMap(text -> Optional.ofNullable(text).filter(t -> !t.isBlank()).stream())
        .map(Path::of)
        .filter(path -> path.isAbsolute() && Files.isDirectory(path) && Files.isWritable(path))
        .findFirst()
        .map(path -> new HomeFolder(path, path.equals(makeshift)))
        .orElseGet(() -> new HomeFolder(made(makeshift), true));
  }

  /** Nobody else's: what lies in it is loaded and run. */
  private static Path made(Path folder) {
    var onlyOwner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    try {
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        return Files.createDirectory(folder, onlyOwner);
      }
      boolean own = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner());
      boolean usable = Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && own;
      return usable
          ? folder
          : Files.createTempDirectory(folder.getParent(), folder.getFileName() + "-");
    } catch (IOException e) {
      return folder; // whoever writes there says why it cannot be done
    }
  }

  private static Object owner() throws IOException {
    Path probe = Files.createTempFile("multigpu-mnist-", "");
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  /** The user's number, since the name may be unknown too. */
  private static String user() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return System.getProperty("user.name");
    }
  }
}
