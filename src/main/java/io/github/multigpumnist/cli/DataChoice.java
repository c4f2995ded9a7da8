package io.github.multigpumnist.cli;

import io.github.multigpumnist.dataset.DataLocations;
import io.github.multigpumnist.dataset.Dataset;
import io.github.multigpumnist.dataset.Datasets;
import io.github.multigpumnist.dataset.KnownRecords;
import io.github.multigpumnist.dataset.RecordFiles;
import io.github.multigpumnist.dataset.SyntheticDigits;
import io.github.multigpumnist.training.InputKind;
import io.github.multigpumnist.training.TrainingData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code train} and {@code eval} work on: a folder of TFRecords is taken as it is, any other
 * data set is split here.
 */
final class DataChoice {
  static final String VALIDATION_SIZE = "validation-size";

  private static final int USUAL_VALIDATION_SIZE = 5000;
  private static final int LEAST_TRAINING_SHARE = 10;

  private DataChoice() {}

  /**
   * @param name of the data set; a published one gives way to records in {@code --data-dir}
   * @param usualValidation as in {@link #validationSize}
   */
  static TrainingData load(
      String name, Arguments arguments, OptionalInt usualValidation, Console console)
      throws IOException {
    DataLocations locations = DataFlags.locations(arguments);
    Optional<Path> records = records(name, locations);
    if (records.isPresent()) {
      if (arguments.given(VALIDATION_SIZE)) {
        throw new UsageException(
            "--validation-size: the records in " + records.get() + " are split already");
      }
      return TrainingData.of(RecordFiles.open(records.get()));
    }
    Dataset dataset = Datasets.load(name, locations, console);
    int validation = validationSize(arguments, usualValidation, dataset);
    return TrainingData.of(dataset, validation, locations.cache(), console);
  }

  /** The same for a training, which opens nothing but the records where it reads them. */
  static TrainingData load(InputKind input, Arguments arguments, Console console)
      throws IOException {
    String name = DataFlags.dataset(arguments);
    DataLocations locations = DataFlags.locations(arguments);
    if (input != InputKind.BATCHING || records(name, locations).isPresent()) {
      return load(name, arguments, OptionalInt.empty(), console);
    }
    String validation = arguments.optional(VALIDATION_SIZE).orElse("usual");
    Optional<String> key = KnownRecords.key(name, validation, locations);
    Optional<KnownRecords> known = key.flatMap(k -> KnownRecords.find(locations.cache(), k));
    if (known.isPresent()) {
      return TrainingData.known(name, known.get());
    }
    Dataset dataset = Datasets.load(name, locations, console);
    int size = validationSize(arguments, OptionalInt.empty(), dataset);
    return TrainingData.of(dataset, size, locations.cache(), console, key);
  }

  /** The flag's, else the usual one, else a tenth of the training images, at most 5,000. */
  static int validationSize(Arguments arguments, OptionalInt usual, Dataset dataset) {
    return arguments.given(VALIDATION_SIZE)
        ? arguments.integer(VALIDATION_SIZE, 0, Integer.MAX_VALUE)
        : usual.orElse(
            (int) Math.min(USUAL_VALIDATION_SIZE, dataset.train().count() / LEAST_TRAINING_SHARE));
  }

  private static Optional<Path> records(String name, DataLocations locations) throws IOException {
    if (name.startsWith(TrainingData.RECORDS)) {
      return Optional.of(Path.of(name.substring(TrainingData.RECORDS.length())));
    }
    boolean published = !name.equals(SyntheticDigits.NAME) && !name.contains(":");
    Optional<Path> folder = locations.dataDir().filter(f -> published);
    return folder.isPresent() && RecordFiles.areIn(folder.get()) ? folder : Optional.empty();
  }
}
