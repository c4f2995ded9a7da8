package io.github.multigpumnist.format;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where symbolic links lead: what replaces a file or folder must not replace a link to it. */
public final class Links {
  /** As Linux does: a longer chain leads in a circle. */
  static final int MOST = 40;

  private Links() {}

  /**
   * Follows a path that may be a link, and the link it leads to, and so on.
   *
   * @param path need not exist
   * @return the first that is no link, absolute; it need not exist either
   * @throws IOException naming the path, when the links lead in a circle or cannot be read
   */
  public static Path end(Path path) throws IOException {
    Path end = path.toAbsolutePath();
    for (int followed = 0; Files.isSymbolicLink(end); followed++) {
      if (followed == MOST) {
        throw new FileSystemException(path.toString(), null, "its links lead in a circle");
      }
      // Not normalised: ".." after a link to a folder is that folder's parent.
      end = end.resolveSibling(Files.readSymbolicLink(end));
    }
    return end;
  }
}
