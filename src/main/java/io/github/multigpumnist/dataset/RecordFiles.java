package io.github.multigpumnist.dataset;

import io.github.multigpumnist.format.ImageExample;
import io.github.multigpumnist.format.TfRecordFile;
import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The three TFRecord files of a data set, one {@code tf.train.Example} per picture.
 *
 * @param train the training records
 * @param validation the validation records; an empty file when there are none
 * @param test the test records
 * @param trainCount records in {@code train}
 * @param validationCount records in {@code validation}
 * @param testCount records in {@code test}
 * @param height rows of every picture
 * @param width columns of every picture
 * @param depth channels of every picture
 * @param classes number of classes; for records without a manifest the largest label plus one
 */
public record RecordFiles(
    Path train,
    Path validation,
    Path test,
    long trainCount,
    long validationCount,
    long testCount,
    int height,
    int width,
    int depth,
    int classes) {
  /** Name of the file with the training records. */
  public static final String TRAIN = "train.tfrecords";

  /** Name of the file with the validation records. */
  public static final String VALIDATION = "validation.tfrecords";

  /** Name of the file with the test records. */
  public static final String TEST = "test.tfrecords";

  private static final String LOCK = ".records.lock";

  /**
   * Writes the three files and their manifest {@code records.json}, unless the folder holds them
   * already, made from the same content. Processes that do this at once wait for each other.
   *
   * @param dataset what the records shall hold
   * @param validationSize how many of the first training pictures are for validation
   * @param directory where; created when missing
   * @param progress told of the writing
   * @return the files
   * @throws IOException when a file cannot be written
   */
  public static RecordFiles ensure(
      Dataset dataset, int validationSize, Path directory, Progress.Reporter progress)
      throws IOException {
    Splits splits = dataset.split(validationSize);
    return ensure(splits, RecordManifest.of(dataset, validationSize), directory, progress);
  }

  private static RecordFiles ensure(
      Splits splits, RecordManifest wanted, Path directory, Progress.Reporter progress)
      throws IOException {
    if (holds(directory, wanted)) {
      return of(directory, wanted);
    }
    Files.createDirectories(directory);
    synchronized (RecordFiles.class) { // a file lock is between processes only
      try (FileChannel lock =
          FileChannel.open(
              directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        lock.lock();
        if (!holds(directory, wanted)) {
          write(splits, wanted, directory, progress);
        }
      }
    }
    return of(directory, wanted);
  }

  /**
   * Makes sure that records are in the user's cache, in a folder of their own for this content and
   * split.
   *
   * @param dataset what the records shall hold
   * @param validationSize how many training pictures are for validation
   * @param cache the program's cache folder
   * @param progress told of the writing
   * @return the files
   * @throws IOException when a file cannot be written
   */
  public static RecordFiles ensureCached(
      Dataset dataset, int validationSize, Path cache, Progress.Reporter progress)
      throws IOException {
    Splits splits = dataset.split(validationSize);
    RecordManifest wanted = RecordManifest.of(dataset, validationSize);
    Path directory = cache.resolve("records").resolve(wanted.folderName());
    return ensure(splits, wanted, directory, progress);
  }

  /**
   * Opens records that are there. Without a manifest (written by another program) every record is
   * read and checked.
   *
   * @param directory a folder with the three files
   * @return the files
   * @throws IOException when one is missing or damaged, or pictures differ in size
   */
  public static RecordFiles open(Path directory) throws IOException {
    for (String file : new String[] {TRAIN, VALIDATION, TEST}) {
      if (!Files.isRegularFile(directory.resolve(file))) {
        throw new IOException(directory.resolve(file) + ": no such file");
      }
    }
    if (!Files.exists(directory.resolve(RecordManifest.FILE))) {
      return RecordScan.scan(directory);
    }
    RecordManifest manifest = RecordManifest.read(directory);
    checkCount(directory.resolve(TRAIN), manifest.trainCount());
    checkCount(directory.resolve(VALIDATION), manifest.validationCount());
    checkCount(directory.resolve(TEST), manifest.testCount());
    return of(directory, manifest);
  }

  /**
   * Reads one of the files into memory, every checksum checked.
   *
   * @param file {@link #train()}, {@link #validation()} or {@link #test()}
   * @return its pictures, in the file's order
   * @throws IOException when a record is damaged or of another size
   */
  public LabeledImages read(Path file) throws IOException {
    int size = height * width * depth;
    int count = Math.toIntExact(TfRecordFile.count(file));
    byte[] pixels = new byte[Math.multiplyExact(count, size)];
    int[] labels = new int[count];
    int[] next = {0};
    TfRecordFile.read(
        file,
        bytes -> {
          ImageExample example = ImageExample.parse(bytes);
          RecordScan.check(example, height, width, depth, classes);
          System.arraycopy(example.imageRaw(), 0, pixels, next[0] * size, size);
          labels[next[0]++] = (int) example.label();
        });
    return new LabeledImages(height, width, depth, classes, pixels, labels);
  }

  private static boolean holds(Path directory, RecordManifest wanted) {
    try {
      return RecordManifest.read(directory).equals(wanted)
          && TfRecordFile.count(directory.resolve(TRAIN)) == wanted.trainCount()
          && TfRecordFile.count(directory.resolve(VALIDATION)) == wanted.validationCount()
          && TfRecordFile.count(directory.resolve(TEST)) == wanted.testCount();
    } catch (IOException e) {
      return false; // missing or damaged: written anew
    }
  }

  private static void checkCount(Path file, long expected) throws IOException {
    long count = TfRecordFile.count(file);
    if (count != expected) {
      throw new IOException(
          "%s: %d records, expected %d as %s says"
              .formatted(file, count, expected, RecordManifest.FILE));
    }
  }

  private static RecordFiles of(Path directory, RecordManifest manifest) {
    return new RecordFiles(
        directory.resolve(TRAIN),
        directory.resolve(VALIDATION),
        directory.resolve(TEST),
        manifest.trainCount(),
        manifest.validationCount(),
        manifest.testCount(),
        manifest.height(),
        manifest.width(),
        manifest.depth(),
        manifest.classes());
  }

  private static void write(
      Splits splits, RecordManifest manifest, Path directory, Progress.Reporter progress)
      throws IOException {
    // First, so that no interrupted rewriting leaves a manifest beside other records; last again.
    Files.deleteIfExists(directory.resolve(RecordManifest.FILE));
    long total = manifest.trainCount() + manifest.validationCount() + manifest.testCount();
    try (Progress task = progress.start("writing records", total, "images")) {
      write(directory.resolve(TRAIN), splits.train(), task, 0);
      write(directory.resolve(VALIDATION), splits.validation(), task, splits.train().count());
      write(directory.resolve(TEST), splits.test(), task, total - splits.test().count());
    }
    manifest.write(directory);
  }

  private static void write(Path file, LabeledImages images, Progress task, long before)
      throws IOException {
    int size = images.imageSize();
    TfRecordFile.write(
        file,
        records -> {
          for (int i = 0; i < images.count(); i++) {
            byte[] raw = Arrays.copyOfRange(images.pixels(), i * size, (i + 1) * size);
            records.accept(
                new ImageExample(
                        images.height(), images.width(), images.depth(), images.labels()[i], raw)
                    .serialize());
            task.at(before + i + 1);
          }
        });
  }
}
