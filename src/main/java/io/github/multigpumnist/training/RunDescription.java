package io.github.multigpumnist.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.multigpumnist.dataset.DataDescription;
import io.github.multigpumnist.dataset.Datasets;
import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.format.TextFile;
import io.github.multigpumnist.model.ModelFile;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.model.WeightAverage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run's folder says of the run, so that its checkpoints can be evaluated without repeating
 * flags: {@code run.json}, with the model beside it in {@code model.json}.
 *
 * @param dataset the data set's name; a folder in it is absolute, in runs of before as typed
 * @param validationSize training images set aside
 * @param precision of the products
 * @param model the network
 * @param average of the weights, that checkpoints are evaluated with; empty without, and in folders
 *     of before there were any
 * @param data size, class names and background of the training images; empty in folders of before
 *     they were kept
 */
public record RunDescription(
    String dataset,
    int validationSize,
    Precision precision,
    ModelSpec model,
    Optional<WeightAverage> average,
    Optional<DataDescription> data) {
  private static final String RUN = "run.json";
  private static final String MODEL = "model.json";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private record Run(
      String dataset,
      int validationSize,
      Precision precision,
      @JsonInclude(JsonInclude.Include.NON_NULL) WeightAverage average,
      DataDescription data) {}

  static RunDescription of(TrainingConfig config, TrainingData data) {
    return new RunDescription(
        Datasets.absolute(data.name()),
        (int) data.splits().validation().count(),
        config.precision(),
        config.model(),
        config.recipe().averaging(),
        Optional.of(data.description()));
  }

  void write(Path directory) throws IOException {
    AtomicFiles.writeString(directory.resolve(MODEL), ModelFile.format(model));
    AtomicFiles.writeString(
        directory.resolve(RUN),
        JSON.writeValueAsString(
                new Run(
                    dataset, validationSize, precision, average.orElse(null), data.orElse(null)))
            + "\n");
  }

  /**
   * Reads what a run has left.
   *
   * @param directory the run's folder
   * @return empty when the folder is no run's of this program
   * @throws IOException naming the file that is not readable
   */
  public static Optional<RunDescription> read(Path directory) throws IOException {
    Path file = directory.resolve(RUN);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Run run = JSON.readValue(TextFile.read(file), Run.class);
      ModelSpec model = ModelFile.load(directory.resolve(MODEL).toString());
      return Optional.of(
          new RunDescription(
              run.dataset(),
              run.validationSize(),
              run.precision(),
              model,
              Optional.ofNullable(run.average()),
              Optional.ofNullable(run.data())));
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": " + e.getOriginalMessage(), e);
    }
  }
}
