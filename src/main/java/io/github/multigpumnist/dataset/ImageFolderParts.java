package io.github.multigpumnist.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which folders of a data set hold the folders of the classes. Folders for training and for the
 * test are known by their names, in small letters or not.
 *
 * @param train for training; the data set's folder itself when it is not divided
 * @param test for the test, when it is
 * @param remark what a user might not expect of that
 */
record ImageFolderParts(Path train, Optional<Path> test, Optional<String> remark) {
  private static final List<String> TRAIN = List.of("train", "training");
  private static final List<String> TEST = List.of("test", "testing");
  private static final List<String> VALIDATION = List.of("val", "valid", "validation");

  /** Without a test folder the one for validation is the test. */
  static ImageFolderParts of(Path folder) throws IOException {
    List<String> names = folders(folder);
    Optional<Path> train = find(folder, names, TRAIN);
    Optional<Path> test = find(folder, names, TEST);
    Optional<Path> validation = find(folder, names, VALIDATION);
    if (train.isEmpty()
        && names.size() > 1
        && names.stream().allMatch(n -> is(TEST, n) || is(VALIDATION, n))) {
      throw new IOException(
          folder + ": " + String.join(" and ", names) + ", expected train beside them");
    }
    if (train.isPresent() && test.isPresent()) {
      return new ImageFolderParts(train.get(), test, Optional.empty());
    }
    if (train.isPresent() && validation.isPresent()) {
      String remark = "no test folder: the pictures of " + validation.get() + " are the test";
      return new ImageFolderParts(train.get(), validation, Optional.of(remark));
    }
    return new ImageFolderParts(folder, Optional.empty(), Optional.empty());
  }

  private static Optional<Path> find(Path folder, List<String> names, List<String> wanted) {
    return names.stream().filter(name -> is(wanted, name)).findFirst().map(folder::resolve);
  }

  private static boolean is(List<String> wanted, String name) {
    return wanted.contains(name.toLowerCase(Locale.ROOT));
  }

  /** The folders' names in a folder, without hidden ones; sorted, as machines differ in that. */
  static List<String> folders(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }
}
