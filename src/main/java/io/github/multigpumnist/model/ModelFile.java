package io.github.multigpumnist.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.TypeIdResolver;
import io.github.multigpumnist.format.TextFile;
import io.github.multigpumnist.optimizer.ExponentialDecay;
import io.github.multigpumnist.optimizer.LearningRateSchedule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.tensorflow.ndarray.Shape;

/** Model files: JSON to {@link ModelSpec} and back. */
public final class ModelFile {
  /** The models that come with the program, by name. */
  public static final List<String> BUNDLED =
      List.of("convnet", "convnet-direct", "batchnorm-cnn", "keras-cnn");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .addHandler(new UntypedSchedule())
          .build();

  /** Files of before there were several kinds of schedules have none. */
  private static final class UntypedSchedule extends DeserializationProblemHandler {
    @Override
    public JavaType handleMissingTypeId(
        DeserializationContext context, JavaType base, TypeIdResolver ids, String message) {
      return base.hasRawClass(LearningRateSchedule.class)
          ? context.constructType(ExponentialDecay.class)
          : null;
    }
  }

  private ModelFile() {}

  /**
   * Finds a model: a bundled one by its name, else a file.
   *
   * @param nameOrPath such as {@code convnet} or {@code my/net.json}
   * @return the model
   * @throws IOException naming file, line and layer when the content is wrong, or the models there
   *     are when nothing is found
   */
  public static ModelSpec load(String nameOrPath) throws IOException {
    return parse(read(nameOrPath), nameOrPath);
  }

  /**
   * Finds a model as {@link #load} does, and fits it to a data set.
   *
   * @param nameOrPath such as {@code convnet} or {@code my/net.json}
   * @param input height × width × depth of one image
   * @param classes number of classes
   * @return the network
   * @throws IOException as {@link #load}, and when a layer does not fit: naming file, line and
   *     layer
   */
  public static Network loadFor(String nameOrPath, Shape input, int classes) throws IOException {
    String json = read(nameOrPath);
    ModelSpec model = parse(json, nameOrPath);
    try {
      return model.forData(input, classes);
    } catch (LayerMisfitException e) {
      throw new IOException(new ModelFileProblem(JSON, json).explain(e, nameOrPath), e);
    }
  }

  private static String read(String nameOrPath) throws IOException {
    if (BUNDLED.contains(nameOrPath)) {
      String resource = "/models/" + nameOrPath + ".json";
      try (InputStream in = ModelFile.class.getResourceAsStream(resource)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    Path file = Path.of(nameOrPath);
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "model '%s': no such file, and no model of the program (%s)",
              nameOrPath,
              String.join(", ", BUNDLED)));
    }
    return TextFile.read(file);
  }

  /**
   * Reads a model from text.
   *
   * @param json the content of a model file
   * @param source named in errors
   * @return the model
   * @throws IOException naming source, line and layer
   */
  public static ModelSpec parse(String json, String source) throws IOException {
    try {
      ModelSpec model = JSON.readValue(json, ModelSpec.class);
      if (model == null) {
        throw new IOException(source + ": is null, expected a model");
      }
      return model;
    } catch (JsonProcessingException e) {
      throw new IOException(new ModelFileProblem(JSON, json).explain(e, source), e);
    }
  }

  /**
   * Writes a model as text.
   *
   * @param model any model
   * @return JSON that {@link #parse} reads back
   */
  public static String format(ModelSpec model) {
    try {
      return JSON.writeValueAsString(model);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("model '" + model.name() + "' cannot be written", e);
    }
  }
}
