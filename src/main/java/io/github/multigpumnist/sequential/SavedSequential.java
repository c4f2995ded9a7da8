package io.github.multigpumnist.sequential;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.format.TextFile;
import io.github.multigpumnist.model.ModelFile;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.model.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.Shape;

/**
 * A saved model but for its weights: {@code model.json}, the layers up to the logits and the recipe
 * as every model file has them, and {@code sequential.json} with what a model file does not say.
 *
 * @param architecture the layers
 * @param compiled what the model was compiled with
 * @param precision of the products
 * @param recipe of the last fit
 */
record SavedSequential(
    Architecture architecture, Compiled compiled, Precision precision, Recipe recipe) {
  static final String SEQUENTIAL = "sequential.json";
  private static final String MODEL = "model.json";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  /**
   * The content of {@code sequential.json}.
   *
   * @param input height, width and depth of one image
   * @param softmaxLayer name of the final softmax when it is a layer of its own; null when it is
   *     the last dense layer's activation
   */
  private record Settings(
      List<Long> input, String softmaxLayer, Loss loss, Set<Metric> metrics, Precision precision) {
    Settings {
      if (input == null || input.size() != 3 || input.stream().anyMatch(n -> n == null || n < 1)) {
        throw new IllegalArgumentException(
            "input is " + input + ", expected [height, width, depth]");
      }
      Objects.requireNonNull(loss, "loss is missing");
      if (metrics == null || metrics.stream().anyMatch(Objects::isNull)) {
        throw new IllegalArgumentException("metrics is " + metrics + ", expected a list of names");
      }
      Objects.requireNonNull(precision, "precision is missing");
    }
  }

  void write(Path folder) throws IOException {
    Settings settings =
        new Settings(
            architecture.input().toListOrNull(),
            architecture.endsInSoftmaxLayer() ? architecture.lastName() : null,
            compiled.loss(),
            compiled.metrics(),
            precision);
    AtomicFiles.writeString(
        folder.resolve(MODEL), ModelFile.format(architecture.logits(recipe)) + "\n");
    AtomicFiles.writeString(folder.resolve(SEQUENTIAL), JSON.writeValueAsString(settings) + "\n");
  }

  /**
   * Reads what {@link #write} has left.
   *
   * @throws IOException naming the file that is missing or wrong
   */
  static SavedSequential read(Path folder) throws IOException {
    Path file = folder.resolve(SEQUENTIAL);
    if (!Files.isRegularFile(file)) {
      throw new IOException(folder + ": no " + SEQUENTIAL + " here, expected a saved model");
    }
    Settings settings = settings(file);
    Path modelFile = folder.resolve(MODEL);
    ModelSpec model = ModelFile.load(modelFile.toString());
    try {
      Recipe recipe = model.recipe("default");
      Compiled compiled =
          new Compiled(
              recipe.optimizer(), recipe.learningRate(), settings.loss(), settings.metrics());
      Shape input = Shape.of(settings.input().stream().mapToLong(n -> n).toArray());
      Architecture architecture = Architecture.ofLogits(model, input, settings.softmaxLayer());
      architecture.requireProbabilities(settings.loss());
      return new SavedSequential(architecture, compiled, settings.precision(), recipe);
    } catch (IllegalArgumentException e) {
      throw new IOException(modelFile + ": " + e.getMessage(), e);
    }
  }

  private static Settings settings(Path file) throws IOException {
    String json = TextFile.read(file);
    try {
      Settings settings = JSON.readValue(json, Settings.class);
      if (settings == null) {
        throw new IOException(file + ": is null, expected a saved model's settings");
      }
      return settings;
    } catch (JsonProcessingException e) {
      throw new IOException(file + reason(e), e);
    }
  }

  private static String reason(JsonProcessingException e) {
    if (!(e instanceof JsonMappingException mapping)) {
      return ":"
          + e.getLocation().getLineNr()
          + ": "
          + e.getOriginalMessage().lines().findFirst().get();
    }
    if (e.getCause() instanceof IllegalArgumentException
        || e.getCause() instanceof NullPointerException) {
      return ": " + e.getCause().getMessage();
    }
    String field =
        mapping.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("."));
    return field.isEmpty()
        ? ": expected an object {…}"
        : ": " + field + ": unknown, or of a wrong value";
  }
}
