package io.github.multigpumnist.dataset;

import io.github.multigpumnist.format.TfRecordFile;
import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The TFRecord files of a data set, one {@code tf.train.Example} per picture: a file a part, or
 * several shards.
 *
 * @param train the training records, in the shards' order
 * @param validation the validation records; an empty file when there are none
 * @param test the test records
 * @param shape of every picture; without a manifest the classes are the largest label plus one
 * @param trainChecksum of the training pictures, by {@link ContentHash#crc32c}, where it is known
 *     without reading them
 */
public record RecordFiles(
    List<Shard> train,
    List<Shard> validation,
    List<Shard> test,
    ImageShape shape,
    Optional<String> trainChecksum) {

  /**
   * One file.
   *
   * @param file plain, or compressed as a whole by gzip
   * @param count records in it
   */
  public record Shard(Path file, long count) {}

  /**
   * How many records shards have together.
   *
   * @param shards of one part
   * @return 0 or more
   */
  public static long count(List<Shard> shards) {
    return shards.stream().mapToLong(Shard::count).sum();
  }

  /**
   * Whether a folder has training records.
   *
   * @param directory need not exist
   * @return whether any file in it is called as they are
   * @throws IOException when the folder cannot be read
   */
  public static boolean areIn(Path directory) throws IOException {
    return RecordNames.in(directory).stream()
        .anyMatch(file -> RecordNames.part(file.getFileName().toString()).equals("train"));
  }

  /**
   * Writes the files and their manifest {@code records.json}, unless the folder holds them already,
   * made from the same content and undamaged. Large training sets are written in shards, several at
   * a time; those that an interrupted conversion has finished stay. Processes that do this at once
   * wait for each other.
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
    RecordManifest wanted = RecordManifest.of(dataset, validationSize);
    Path directory = cache.resolve("records").resolve(wanted.folderName());
    return new RecordStore(dataset.split(validationSize), wanted, directory).ensure(true, progress);
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
   * @param directory a folder with the files of all three parts
   * @return the files
   * @throws IOException when one is missing or damaged, pictures differ in size, or a conversion
   *     into the folder was interrupted
   */
  public static RecordFiles open(Path directory) throws IOException {
    RecordStore.requireWhole(directory);
    Path file = directory.resolve(RecordManifest.FILE);
    if (!Files.exists(file)) {
      return RecordScan.scan(directory);
    }
    RecordManifest manifest = RecordManifest.read(file);
    for (RecordManifest.Entry entry : manifest.entries()) {
      check(directory, entry);
    }
    return of(directory, manifest);
  }

  private static void check(Path directory, RecordManifest.Entry entry) throws IOException {
    Path file = directory.resolve(entry.name());
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": no such file");
    }
    long count = entry.hasItsSize(file) ? entry.records() : TfRecordFile.count(file);
    if (count != entry.records()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: %d records, expected %d as %s says",
              file,
              count,
              entry.records(),
              RecordManifest.FILE));
    }
    boolean late =
        !RecordNames.part(entry.name()).equals("train"); // read after a training at first
    if (late && !entry.isUntouched(directory)) {
      TfRecordFile.read(file, record -> {});
    }
  }

  /**
   * The pictures of all three parts; nothing is read before it is asked for, unless it is
   * compressed.
   *
   * @return in the files' order; reading fails for a record that is damaged or of another size
   * @throws IOException when a compressed file is damaged
   */
  public Splits examples() throws IOException {
    return new Splits(examples(train), examples(validation), examples(test));
  }

  private Examples examples(List<Shard> shards) throws IOException {
    List<Examples> parts = new ArrayList<>();
    for (Shard shard : shards) {
      parts.add(
          TfRecordFile.isGzip(shard.file()) ? unpacked(shard) : new RecordExamples(this, shard));
    }
    return parts.size() == 1 ? parts.get(0) : new JoinedExamples(parts);
  }

  /** Compressed records cannot be read from the middle. */
  private LabeledImages unpacked(Shard shard) throws IOException {
    int size = shape.height() * shape.width() * shape.depth();
    int count = Math.toIntExact(shard.count());
    Batch all = new Batch(new byte[Math.multiplyExact(count, size)], new int[count]);
    int[] next = {0};
    TfRecordFile.read(shard.file(), record -> RecordExamples.put(record, this, all, next[0]++));
    return new LabeledImages(
        shape.height(), shape.width(), shape.depth(), shape.classes(), all.pixels(), all.labels());
  }

  static RecordFiles of(Path directory, RecordManifest manifest) throws IOException {
    boolean untouched = true;
    for (RecordManifest.Entry entry : manifest.entries("train")) {
      untouched &= entry.isUntouched(directory);
    }
    Optional<String> checksum =
        untouched ? Optional.ofNullable(manifest.trainCrc32c()) : Optional.empty();
    return new RecordFiles(
        shards(directory, manifest.entries("train")),
        shards(directory, manifest.entries("validation")),
        shards(directory, manifest.entries("test")),
        new ImageShape(manifest.height(), manifest.width(), manifest.depth(), manifest.classes()),
        checksum);
  }

  private static List<Shard> shards(Path directory, List<RecordManifest.Entry> entries) {
    return entries.stream().map(e -> new Shard(directory.resolve(e.name()), e.records())).toList();
  }
}
