package io.github.multigpumnist.dataset;

import io.github.multigpumnist.format.TfRecordFile;
import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

  static final List<String> NAMES = List.of(TRAIN, VALIDATION, TEST);

  /**
   * Writes the three files and their manifest {@code records.json}, unless the folder holds them
   * already, made from the same content and undamaged. Processes that do this at once wait for each
   * other.
   *
   * @param dataset what the records shall hold
   * @param validationSize how many of the first training pictures are for validation
   * @param directory where; created when missing
   * @param overwrite whether records of other content that this program wrote may be replaced
   * @param progress told of the writing
   * @return the files
   * @throws IOException when a file cannot be written, or the folder holds records that are not to
   *     be replaced
   */
  public static RecordFiles ensure(
      Dataset dataset,
      int validationSize,
      Path directory,
      boolean overwrite,
      Progress.Reporter progress)
      throws IOException {
    RecordManifest wanted = RecordManifest.of(dataset, validationSize);
    return new RecordStore(dataset.split(validationSize), wanted, directory)
        .ensure(overwrite, progress);
  }

  /**
   * Makes sure that records are in the user's cache, in a folder of their own for this content and
   * split. Damaged ones are written anew, which is said.
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
    String folder = RecordManifest.of(dataset, validationSize).folderName();
    return ensure(
        dataset, validationSize, cache.resolve("records").resolve(folder), true, progress);
  }

  /**
   * Refuses a folder with records of another program.
   *
   * @param directory where {@link #ensure} shall write; need not exist
   * @throws IOException when there are records without this program's manifest
   */
  public static void requireOwn(Path directory) throws IOException {
    RecordStore.requireOwn(directory);
  }

  /**
   * Opens records that are there. Without a manifest (written by another program) every record is
   * read and checked.
   *
   * @param directory a folder with the three files
   * @return the files
   * @throws IOException when one is missing or damaged, pictures differ in size, or a conversion
   *     into the folder was interrupted
   */
  public static RecordFiles open(Path directory) throws IOException {
    RecordStore.requireWhole(directory);
    for (String file : NAMES) {
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
   * The pictures of all three files; nothing is read before it is asked for, unless it is
   * compressed.
   *
   * @return in the files' order; reading fails for a record that is damaged or of another size
   * @throws IOException when a compressed file is damaged
   */
  public Splits examples() throws IOException {
    return new Splits(
        examples(train, trainCount),
        examples(validation, validationCount),
        examples(test, testCount));
  }

  private Examples examples(Path file, long count) throws IOException {
    return TfRecordFile.isGzip(file) ? unpacked(file) : new RecordExamples(this, file, count);
  }

  /** Compressed records cannot be read from the middle. */
  private LabeledImages unpacked(Path file) throws IOException {
    int size = height * width * depth;
    int count = Math.toIntExact(TfRecordFile.count(file));
    Batch all = new Batch(new byte[Math.multiplyExact(count, size)], new int[count]);
    int[] next = {0};
    TfRecordFile.read(file, record -> RecordExamples.put(record, this, all, next[0]++));
    return new LabeledImages(height, width, depth, classes, all.pixels(), all.labels());
  }

  /** Checks what {@link #open} leaves to those who read: every record's own checksum. */
  void checkData() throws IOException {
    for (Path file : List.of(train, validation, test)) {
      TfRecordFile.read(file, bytes -> {});
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

  static RecordFiles of(Path directory, RecordManifest manifest) {
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
}
