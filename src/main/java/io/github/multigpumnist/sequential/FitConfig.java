package io.github.multigpumnist.sequential;

import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.dataset.Splits;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.runtime.DeviceRequest;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.training.TrainingConfig;
import io.github.multigpumnist.training.TrainingConfig.EarlyStopping;
import java.util.Locale;
import java.util.Optional;

/**
 * How {@link Sequential#fit} trains; begin with {@link #ofEpochs}.
 *
 * @param epochs passes over the training images, 1 or more
 * @param batchSize images of one tower in one step, 1 or more
 * @param validation where validation images come from; empty: there are none
 * @param earlyStopping when training stops before the last epoch; empty: never
 * @param seed of first weights, dropout and the images' order: the same seed gives the same numbers
 *     on CPUs
 * @param precision of the products
 * @param devices a device for each tower
 * @param progress shows how far an epoch is
 */
public record FitConfig(
    int epochs,
    int batchSize,
    Optional<Validation> validation,
    Optional<EarlyStopping> earlyStopping,
    long seed,
    Precision precision,
    Devices devices,
    Progress.Reporter progress) {
  static final int KERAS_BATCH_SIZE = 32;

  /** Where validation images come from. */
  public sealed interface Validation {}

  /**
   * The last ones of the images given to fit, as in Keras.
   *
   * @param share of all images, above 0 and below 1
   */
  public record Split(double share) implements Validation {
    /** Checks the range. */
    public Split {
      if (!(share > 0 && share < 1)) {
        throw new IllegalArgumentException(
            "validation split is " + share + ", expected above 0 and below 1");
      }
    }
  }

  /**
   * Images of their own.
   *
   * @param images of the training images' shape and classes
   */
  public record Images(Examples images) implements Validation {}

  /** Checks ranges. */
  public FitConfig {
    atLeastOne("epochs", epochs);
    atLeastOne("batch size", batchSize);
  }

  private static void atLeastOne(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " is " + value + ", expected 1 or more");
    }
  }

  /**
   * Keras's defaults: batches of 32, no validation images, one tower, on a GPU where there is one.
   *
   * @param epochs passes over the training images, 1 or more
   * @return float32, the seed 1, no early stopping, nothing shown
   */
  public static FitConfig ofEpochs(int epochs) {
    return new FitConfig(
        epochs,
        KERAS_BATCH_SIZE,
        Optional.empty(),
        Optional.empty(),
        TrainingConfig.DEFAULT_SEED,
        Precision.FLOAT32,
        Devices.choose(DeviceRequest.of("auto", 1)),
        Progress.Reporter.SILENT);
  }

  /**
   * Another number of epochs.
   *
   * @param number passes over the training images, 1 or more
   * @return otherwise like this one
   */
  public FitConfig withEpochs(int number) {
    return new FitConfig(
        number, batchSize, validation, earlyStopping, seed, precision, devices, progress);
  }

  /**
   * Another batch size.
   *
   * @param size images of one tower in one step, 1 or more
   * @return otherwise like this one
   */
  public FitConfig withBatchSize(int size) {
    return new FitConfig(
        epochs, size, validation, earlyStopping, seed, precision, devices, progress);
  }

  /**
   * The last images are set aside for validation.
   *
   * @param share of all images, above 0 and below 1
   * @return otherwise like this one
   */
  public FitConfig withValidationSplit(double share) {
    return withValidation(new Split(share));
  }

  /**
   * Validation by images of their own.
   *
   * @param images of the training images' shape and classes
   * @return otherwise like this one
   */
  public FitConfig withValidation(Examples images) {
    return withValidation(new Images(images));
  }

  private FitConfig withValidation(Validation from) {
    return new FitConfig(
        epochs, batchSize, Optional.of(from), earlyStopping, seed, precision, devices, progress);
  }

  /**
   * Training stops when the validation loss does not become better.
   *
   * @param patience epochs without a better validation loss, 1 or more
   * @param restoreBest whether the weights at the end are those of the best epoch, or the last ones
   * @return otherwise like this one
   */
  public FitConfig withEarlyStopping(int patience, boolean restoreBest) {
    Optional<EarlyStopping> stopping = Optional.of(new EarlyStopping(patience, restoreBest));
    return new FitConfig(
        epochs, batchSize, validation, stopping, seed, precision, devices, progress);
  }

  /**
   * Another seed.
   *
   * @param another any number
   * @return otherwise like this one
   */
  public FitConfig withSeed(long another) {
    return new FitConfig(
        epochs, batchSize, validation, earlyStopping, another, precision, devices, progress);
  }

  /**
   * Another precision.
   *
   * @param another of the products
   * @return otherwise like this one
   */
  public FitConfig withPrecision(Precision another) {
    return new FitConfig(
        epochs, batchSize, validation, earlyStopping, seed, another, devices, progress);
  }

  /**
   * Other devices.
   *
   * @param others a device for each tower
   * @return otherwise like this one
   */
  public FitConfig withDevices(Devices others) {
    return new FitConfig(
        epochs, batchSize, validation, earlyStopping, seed, precision, others, progress);
  }

  /**
   * Shows how far an epoch is.
   *
   * @param reporter opens a bar an epoch
   * @return otherwise like this one
   */
  public FitConfig withProgress(Progress.Reporter reporter) {
    return new FitConfig(
        epochs, batchSize, validation, earlyStopping, seed, precision, devices, reporter);
  }

  /** Divides the images that fit was given; the test images of the result are none. */
  Splits split(Examples images) {
    if (images.count() == 0) {
      throw new IllegalArgumentException("no images to train on, expected 1 or more");
    }
    Examples none = images.slice(0, 0);
    if (validation.isEmpty()) {
      return new Splits(images, none, none);
    }
    if (validation.get() instanceof Images own) {
      return new Splits(images, own.images(), none);
    }
    double share = ((Split) validation.get()).share();
    long kept = (long) (images.count() * (1 - share));
    if (kept == 0 || kept == images.count()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "validation split is %s of %d images, expected 1 or more on either side",
              share,
              images.count()));
    }
    return new Splits(images.slice(0, kept), images.slice(kept, images.count()), none);
  }
}
