package io.github.multigpumnist.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pictures of a folder with a folder per class; those in folders further down are of the class
 * too. Folders of training and of test pictures are used when both exist (see {@link
 * ImageFolderParts}); else one picture in six of each class, chosen by a fixed seed, is for the
 * test. Both parts are shuffled by a fixed seed, so that a validation split has every class.
 *
 * @param classes names of the class folders, in order
 * @param train for training
 * @param test for the test
 * @param leftOut all other files
 * @param remarks what a user might not expect, a line each
 */
record ImageFolderFiles(
    List<String> classes,
    List<Entry> train,
    List<Entry> test,
    List<LeftOut> leftOut,
    List<String> remarks) {
  private static final long SEED = 6;
  private static final int TEST_ONE_IN = 6;

  /** One picture and its class. */
  record Entry(Path path, int label) {}

  /** A file that is not used. */
  record LeftOut(Path path, String reason) {}

  static ImageFolderFiles find(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + ": no such folder");
    }
    Path root = folder.toString().isEmpty() ? Path.of(".") : folder;
    ImageFolderParts parts = ImageFolderParts.of(root);
    List<String> classes = classes(parts);
    ImageFolderSurvey survey = ImageFolderSurvey.of(root, parts);
    List<Entry> train = new ArrayList<>();
    List<Entry> test = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      Path of = parts.train().resolve(classes.get(label));
      if (parts.test().isEmpty()) {
        divide(of, entries(survey, of, label), train, test);
        continue;
      }
      train.addAll(entries(survey, of, label));
      Path ofTest = parts.test().get().resolve(classes.get(label));
      if (Files.isDirectory(ofTest)) {
        test.addAll(entries(survey, ofTest, label));
      }
    }
    shuffle(train, SEED);
    shuffle(test, SEED + 1);
    List<String> remarks =
        Stream.concat(parts.remark().stream(), survey.remarks().stream()).toList();
    return new ImageFolderFiles(classes, train, test, survey.leftOut(), remarks);
  }

  List<Entry> all() {
    return Stream.concat(train.stream(), test.stream()).toList();
  }

  private static List<String> classes(ImageFolderParts parts) throws IOException {
    List<String> classes = classes(parts.train());
    Optional<Path> test = parts.test();
    for (String name : test.isPresent() ? classes(test.get()) : classes) {
      if (!classes.contains(name)) {
        throw new IOException(
            test.get().resolve(name) + ": a class that " + parts.train() + " does not have");
      }
    }
    return classes;
  }

  private static List<String> classes(Path folder) throws IOException {
    List<String> names = ImageFolderParts.folders(folder);
    if (names.size() < 2) {
      throw new IOException(
          folder + ": " + names.size() + " class folders in it, expected two or more");
    }
    return names;
  }

  private static List<Entry> entries(ImageFolderSurvey survey, Path folder, int label)
      throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Path picture : survey.pictures(folder)) {
      entries.add(new Entry(picture, label));
    }
    if (entries.isEmpty()) {
      throw new IOException(folder + ": no picture in it, expected " + PictureFile.endings());
    }
    return entries;
  }

  private static void divide(Path of, List<Entry> pictures, List<Entry> train, List<Entry> test)
      throws IOException {
    if (pictures.size() < 2) {
      throw new IOException(of + ": one picture, expected two or more (one to test)");
    }
    shuffle(pictures, SEED + 2 + pictures.get(0).label());
    int forTest = Math.max(1, pictures.size() / TEST_ONE_IN);
    test.addAll(pictures.subList(0, forTest));
    train.addAll(pictures.subList(forTest, pictures.size()));
  }

  private static void shuffle(List<Entry> entries, long seed) {
    Dice dice = new Dice(seed);
    for (int i = entries.size() - 1; i > 0; i--) {
      entries.set(i, entries.set(dice.below(i + 1), entries.get(i)));
    }
  }
}
