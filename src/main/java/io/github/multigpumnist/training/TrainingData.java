package io.github.multigpumnist.training;

import io.github.multigpumnist.dataset.ContentHash;
import io.github.multigpumnist.dataset.DataDescription;
import io.github.multigpumnist.dataset.Dataset;
import io.github.multigpumnist.dataset.Datasets;
import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.dataset.KnownRecords;
import io.github.multigpumnist.dataset.PictureFit;
import io.github.multigpumnist.dataset.RecordFiles;
import io.github.multigpumnist.dataset.Splits;
import io.github.multigpumnist.format.TfRecordFile;
import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What a run trains, validates and tests on, in memory and as TFRecords. */
public final class TrainingData {
  /** How the name of data read from TFRecords begins; their folder follows. */
  public static final String RECORDS = "records:";

  /** A part of the data. */
  public enum Part {
    /** What the weights are fitted to. */
    TRAIN,
    /** What choices are made by. */
    VALIDATION,
    /** Touched once, at the end. */
    TEST
  }

  /** Gives the training records, which may have to be written first. */
  @FunctionalInterface
  private interface Records {
    RecordFiles files() throws IOException;
  }

  private final String name;
  private final Splits splits;
  private final List<String> classNames;
  private final Function<Part, String> places;
  private final Records records;
  private List<Path> trainRecords;
  private String trainChecksum; // once it is known

  private TrainingData(
      String name,
      Splits splits,
      List<String> classNames,
      Function<Part, String> places,
      Records records) {
    this.name = name;
    this.splits = splits;
    this.classNames = classNames;
    this.places = places;
    this.records = records;
  }

  /**
   * A data set, its first training images set aside for validation.
   *
   * @param dataset any
   * @param validationSize images set aside, 0 or more
   * @param cache folder in which records are kept once they are needed
   * @param progress shows the conversion
   * @return the data
   */
  public static TrainingData of(
      Dataset dataset, int validationSize, Path cache, Progress.Reporter progress) {
    return of(dataset, validationSize, cache, progress, Optional.empty());
  }

  /**
   * A data set, its first training images set aside for validation.
   *
   * @param dataset any
   * @param validationSize images set aside, 0 or more
   * @param cache folder in which records are kept once they are needed
   * @param progress shows the conversion
   * @param key what {@link KnownRecords#find} finds the records by later
   * @return the data
   */
  public static TrainingData of(
      Dataset dataset,
      int validationSize,
      Path cache,
      Progress.Reporter progress,
      Optional<String> key) {
    return new TrainingData(
        dataset.name(),
        dataset.split(validationSize),
        dataset.classNames(),
        part -> "data set " + dataset.name(),
        () -> {
          RecordFiles files = RecordFiles.ensureCached(dataset, validationSize, cache, progress);
          if (key.isPresent()) {
            new KnownRecords(files, dataset.classNames()).remember(cache, key.get());
          }
          return files;
        });
  }

  /**
   * A data set whose records are known: it is not opened itself.
   *
   * @param name the data set's
   * @param records whole
   * @return the data
   * @throws IOException when the records cannot be opened
   */
  public static TrainingData known(String name, KnownRecords records) throws IOException {
    RecordFiles files = records.files();
    TrainingData data =
        new TrainingData(
            name, files.examples(), records.classNames(), part -> "data set " + name, () -> files);
    data.trainChecksum = files.trainChecksum().orElse(null);
    return data;
  }

  /**
   * Records written before, by this program or another.
   *
   * @param files the three files of a folder
   * @return the data; validation is what the files say, classes are named by their numbers
   * @throws IOException naming file and record when one cannot be read
   */
  public static TrainingData of(RecordFiles files) throws IOException {
    Path folder = files.train().get(0).file().toAbsolutePath().normalize().getParent();
    List<String> numbers =
        IntStream.range(0, files.shape().classes()).mapToObj(Integer::toString).toList();
    TrainingData data =
        new TrainingData(
            RECORDS + folder,
            files.examples(),
            numbers,
            part ->
                switch (part) {
                  case TRAIN -> first(files.train());
                  case VALIDATION -> first(files.validation());
                  case TEST -> first(files.test());
                },
            () -> files);
    data.trainChecksum = files.trainChecksum().orElse(null);
    return data;
  }

  private static String first(List<RecordFiles.Shard> shards) {
    return shards.get(0).file().toString();
  }

  /**
   * The data set's name.
   *
   * @return such as {@code mnist}, or {@link #RECORDS} and a folder
   */
  public String name() {
    return name;
  }

  /**
   * The images in memory.
   *
   * @return training, validation and test images
   */
  public Splits splits() {
    return splits;
  }

  /**
   * The images of one part.
   *
   * @param part which
   * @return at least one
   * @throws IOException naming the file or the data set, when there are none
   */
  public Examples images(Part part) throws IOException {
    Examples images =
        switch (part) {
          case TRAIN -> splits.train();
          case VALIDATION -> splits.validation();
          case TEST -> splits.test();
        };
    if (images.count() == 0) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: no %s images, expected at least one",
              places.apply(part),
              part.name().toLowerCase(Locale.ROOT)));
    }
    return images;
  }

  /**
   * Writes the TFRecords that {@link InputKind#BATCHING} reads, unless they are there: otherwise a
   * run does so before its first step.
   *
   * @throws IOException when they cannot be written
   */
  public void prepareRecords() throws IOException {
    trainRecords();
  }

  /**
   * What a model trained on it has to know.
   *
   * @return size, class names and background of the training images
   */
  public DataDescription description() {
    DataDescription seen = DataDescription.of(splits.train(), classNames);
    return name.startsWith(Datasets.IMAGES) ? seen.withFit(PictureFit.STRETCH) : seen;
  }

  /**
   * What the classes are called.
   *
   * @return a name per label; its number when the data are records, which have no names
   */
  public List<String> classNames() {
    return classNames;
  }

  /** Absolute, as workers of a cluster read it in folders of their own. */
  List<Path> trainRecords() throws IOException {
    if (trainRecords == null) { // once: the data set's content is read
      trainRecords =
          records.files().train().stream()
              .map(shard -> shard.file().toAbsolutePath().normalize())
              .toList();
    }
    return trainRecords;
  }

  /**
   * Reads every training record. When one in the cache is damaged, all are written anew by the next
   * run.
   *
   * @throws IOException naming the damaged file and record
   */
  void requireWholeRecords() throws IOException {
    for (Path shard : trainRecords()) {
      try {
        TfRecordFile.read(shard, record -> {});
      } catch (IOException e) {
        if (name.startsWith(RECORDS)) {
          throw e;
        }
        Files.setLastModifiedTime(shard, FileTime.from(Instant.now())); // is not trusted any more
        throw new IOException(e.getMessage() + "; the next run writes the records anew", e);
      }
    }
  }

  /**
   * Tells data sets apart: a checksum of the training images, labels and their shape. Of the name
   * only the kind, since a folder may be moved or written in another way.
   *
   * @return a line
   */
  public String fingerprint() {
    if (trainChecksum == null) {
      trainChecksum = ContentHash.crc32c(splits.train());
    }
    Examples train = splits.train();
    return String.format(
        Locale.ROOT,
        "%s %dx%dx%dx%d %s",
        name.split(":")[0],
        train.count(),
        train.height(),
        train.width(),
        train.depth(),
        trainChecksum);
  }
}
