package io.github.multigpumnist.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The folders where data sets are looked for, in this order; missing files are downloaded into the
 * last.
 *
 * @param dataDir the flag {@code --data-dir}
 * @param environment the variable {@code MULTIGPU_MNIST_DATA}
 * @param cache the program's folder in the user's cache
 */
public record DataLocations(Optional<Path> dataDir, Optional<Path> environment, Path cache) {
  /** The environment variable that names a data folder. */
  public static final String VARIABLE = "MULTIGPU_MNIST_DATA";

  private static final String PROGRAM = "multigpu-mnist";

  /**
   * Reads {@code MULTIGPU_MNIST_DATA}, {@code XDG_CACHE_HOME} and the {@link HomeFolder}.
   *
   * @param dataDir what the user gave as {@code --data-dir}
   * @return the folders; none needs to exist
   */
  public static DataLocations fromEnvironment(Optional<Path> dataDir) {
    return from(dataDir, System.getenv(), HomeFolder.settle().path());
  }

  static DataLocations from(Optional<Path> dataDir, Map<String, String> variables, Path home) {
    Path caches =
        variable(variables, "XDG_CACHE_HOME")
            .filter(Path::isAbsolute) // as the XDG base directory specification asks
            .orElse(home.resolve(".cache"));
    return new DataLocations(dataDir, variable(variables, VARIABLE), caches.resolve(PROGRAM));
  }

  private static Optional<Path> variable(Map<String, String> variables, String name) {
    return Optional.ofNullable(variables.get(name)).filter(v -> !v.isBlank()).map(Path::of);
  }

  /**
   * Where a data set is looked for, in order: in each root its folder of the data set's name, then
   * the root itself.
   *
   * @param name the data set's name
   * @return the folders; none needs to exist
   */
  public List<Path> folders(String name) {
    List<Path> folders = new ArrayList<>();
    dataDir.ifPresent(root -> addBoth(folders, root, name));
    environment.ifPresent(root -> addBoth(folders, root, name));
    addBoth(folders, cache, name);
    return folders;
  }

  private static void addBoth(List<Path> folders, Path root, String name) {
    folders.add(root.resolve(name));
    folders.add(root);
  }
}
