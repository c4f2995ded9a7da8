package io.github.multigpumnist.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pictures of a folder with a folder per class. {@code DIR/train} and {@code DIR/test} are used
 * when both exist; else one picture in six of each class, chosen by a fixed seed, is for the test.
 * Both parts are shuffled by a fixed seed, so that a validation split has every class.
 *
 * @param classes names of the class folders, in order
 * @param train for training
 * @param test for the test
 */
record ImageFolderFiles(List<String> classes, List<Entry> train, List<Entry> test) {
  private static final Pattern PICTURE =
      Pattern.compile(".*\\.(png|jpg|jpeg)", Pattern.CASE_INSENSITIVE);
  private static final long SEED = 6;
  private static final int TEST_ONE_IN = 6;

  /** One picture and its class. */
  record Entry(Path path, int label) {}

  static ImageFolderFiles find(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + ": no such folder");
    }
    Path train = folder.resolve("train");
    Path test = folder.resolve("test");
    boolean divided = Files.isDirectory(train) && Files.isDirectory(test);
    ImageFolderFiles files = divided ? divided(train, test) : divide(folder);
    shuffle(files.train, SEED);
    shuffle(files.test, SEED + 1);
    return files;
  }

  List<Entry> all() {
    return Stream.concat(train.stream(), test.stream()).toList();
  }

  private static ImageFolderFiles divided(Path train, Path test) throws IOException {
    List<String> classes = classes(train);
    for (String name : classes(test)) {
      if (!classes.contains(name)) {
        throw new IOException(test.resolve(name) + ": a class that " + train + " does not have");
      }
    }
    ImageFolderFiles files = new ImageFolderFiles(classes, new ArrayList<>(), new ArrayList<>());
    for (int label = 0; label < classes.size(); label++) {
      files.train.addAll(pictures(train.resolve(classes.get(label)), label));
      Path folder = test.resolve(classes.get(label));
      if (Files.isDirectory(folder)) {
        files.test.addAll(pictures(folder, label));
      }
    }
    return files;
  }

  private static ImageFolderFiles divide(Path folder) throws IOException {
    List<String> classes = classes(folder);
    ImageFolderFiles files = new ImageFolderFiles(classes, new ArrayList<>(), new ArrayList<>());
    for (int label = 0; label < classes.size(); label++) {
      List<Entry> pictures = pictures(folder.resolve(classes.get(label)), label);
      if (pictures.size() < 2) {
        throw new IOException(
            folder.resolve(classes.get(label))
                + ": one picture, expected two or more (one to test)");
      }
      shuffle(pictures, SEED + 2 + label);
      int forTest = Math.max(1, pictures.size() / TEST_ONE_IN);
      files.test.addAll(pictures.subList(0, forTest));
      files.train.addAll(pictures.subList(forTest, pictures.size()));
    }
    return files;
  }

  private static List<String> classes(Path folder) throws IOException {
    List<String> names = sorted(folder, Files::isDirectory);
    if (names.size() < 2) {
      throw new IOException(
          folder + ": " + names.size() + " class folders in it, expected two or more");
    }
    return names;
  }

  private static List<Entry> pictures(Path folder, int label) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String file : sorted(folder, Files::isRegularFile)) {
      if (PICTURE.matcher(file).matches()) {
        entries.add(new Entry(folder.resolve(file), label));
      }
    }
    if (entries.isEmpty()) {
      throw new IOException(folder + ": no .png, .jpg or .jpeg file in it");
    }
    return entries;
  }

  /** Names without hidden ones; sorted, as a folder's own order differs between machines. */
  private static List<String> sorted(Path folder, Predicate<Path> kind) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(kind)
          .map(path -> path.getFileName().toString())
          .filter(file -> !file.startsWith("."))
          .sorted()
          .toList();
    }
  }

  private static void shuffle(List<Entry> entries, long seed) {
    Dice dice = new Dice(seed);
    for (int i = entries.size() - 1; i > 0; i--) {
      entries.set(i, entries.set(dice.below(i + 1), entries.get(i)));
    }
  }
}
