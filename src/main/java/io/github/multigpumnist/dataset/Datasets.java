package io.github.multigpumnist.dataset;

import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds data sets by name.
 *
 * <ul>
 *   <li>{@code mnist}, {@code fashion-mnist}: IDX files under MNIST's names, {@code .gz} or not
 *   <li>{@code cifar10}: the binary version
 *   <li>{@code digits}: drawn by the program; {@code digits:COUNT}: as many as wanted
 *   <li>{@code idx:DIR}: a pair {@code *train-images-idx3-ubyte}, {@code *train-labels-idx1-ubyte}
 *       and one with {@code t10k} or {@code test}, {@code .gz} or not; rank 3, or rank 4 with depth
 *   <li>{@code images:DIR}: a folder per class with pictures, stretched to 28x28x1 when all are
 *       stored grey, else 32x32x3, or as in {@code images:DIR?size=64x48&depth=3} (height x width)
 * </ul>
 *
 * <p>A published data set that is in none of the folders is downloaded into the cache. MNIST is
 * checked by the SHA-256 of the uncompressed content; Fashion-MNIST and CIFAR-10 by the MD5 that
 * their authors publish for the archives. Files already there are checked by their structure when
 * they are read, and against a checksum by {@link #verify}, for MNIST only.
 */
public final class Datasets {
  /** The forms a name can have, for help and error messages. */
  public static final String NAMES =
      "mnist, fashion-mnist, cifar10, digits[:COUNT], idx:DIR or images:DIR[?size=HxW&depth=1|3]";

  private static final String IDX = "idx:";

  /** How the name of a folder of pictures begins. */
  public static final String IMAGES = "images:";

  private Datasets() {}

  /**
   * Opens a data set, after downloading what is missing.
   *
   * @param name one of {@link #NAMES}
   * @param locations where to look
   * @param progress told of downloads and long reads
   * @return the data set
   * @throws IOException when a file is missing, cannot be downloaded, or is not as it must be
   */
  public static Dataset load(String name, DataLocations locations, Progress.Reporter progress)
      throws IOException {
    return source(name, locations).load(progress);
  }

  /**
   * Downloads what is missing and checks every file.
   *
   * @param name one of {@link #NAMES}
   * @param locations where to look
   * @param progress told of downloads
   * @return what was found, a file each; empty for {@code digits}
   * @throws IOException when a file cannot be downloaded
   */
  public static List<FileCheck> fetch(
      String name, DataLocations locations, Progress.Reporter progress) throws IOException {
    return source(name, locations).fetch(progress);
  }

  /**
   * Checks every file of a data set; downloads nothing.
   *
   * @param name one of {@link #NAMES}
   * @param locations where to look
   * @return what was found, a file each; empty for {@code digits}
   * @throws IOException when a folder cannot be read
   */
  public static List<FileCheck> verify(String name, DataLocations locations) throws IOException {
    return source(name, locations).verify();
  }

  /**
   * The same data set's name from whatever folder the program is started in.
   *
   * @param name one of {@link #NAMES}, or any other
   * @return with the absolute path where the name has one
   */
  public static String absolute(String name) {
    for (String kind : List.of(IDX, IMAGES)) {
      if (name.startsWith(kind)) {
        return kind + Path.of(name.substring(kind.length())).toAbsolutePath().normalize();
      }
    }
    return name;
  }

  /** What a data set's content is known by without opening it. */
  static Optional<String> identity(String name, DataLocations locations) throws IOException {
    return source(name, locations).identity();
  }

  private static Source source(String name, DataLocations locations) {
    if (name.startsWith(IDX)) {
      return new IdxFolderSource(name, Path.of(name.substring(IDX.length())), locations.cache());
    }
    if (name.startsWith(IMAGES)) {
      return new ImageFolderSource(name.substring(IMAGES.length()), locations.cache());
    }
    if (name.equals(SyntheticDigits.NAME) || name.startsWith(DigitsSource.SIZED)) {
      return new DigitsSource(name);
    }
    Optional<Published> published =
        Catalog.all().stream().filter(p -> p.name().equals(name)).findFirst();
    return new PublishedSource(
        published.orElseThrow(
            () -> new IllegalArgumentException("data set '" + name + "': expected " + NAMES)),
        locations);
  }
}
