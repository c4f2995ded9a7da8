package io.github.multigpumnist.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Model files: JSON to {@link ModelSpec} and back. */
public final class ModelFile {
  /** The models that come with the program. */
  private static final List<String> BUNDLED = List.of("convnet", "convnet-direct");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private static final Pattern KNOWN_TYPES = Pattern.compile("known type ids = (\\[[^]]*])");

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
    if (BUNDLED.contains(nameOrPath)) {
      String resource = "/models/" + nameOrPath + ".json";
      try (InputStream in = ModelFile.class.getResourceAsStream(resource)) {
        return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), resource);
      }
    }
    Path file = Path.of(nameOrPath);
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          String.format(
              "model '%s': no such file, and no model of the program (%s)",
              nameOrPath, String.join(", ", BUNDLED)));
    }
    return parse(Files.readString(file), nameOrPath);
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
      return JSON.readValue(json, ModelSpec.class);
    } catch (JsonProcessingException e) {
      throw new IOException(explain(e, source), e);
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

  private static String explain(JsonProcessingException e, String source) {
    String place = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
    String path = e instanceof JsonMappingException mapping ? path(mapping) : "";
    return source + place + ": " + path + reason(e);
  }

  private static String path(JsonMappingException e) {
    if (e.getPath().isEmpty()) {
      return "";
    }
    return e.getPath().stream()
            .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : "." + r.getFieldName())
            .collect(Collectors.joining())
            .substring(1)
        + ": ";
  }

  private static String reason(JacksonException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return String.format(
          "unknown field '%s', expected one of %s",
          unknown.getPropertyName(),
          unknown.getKnownPropertyIds().stream().map(Object::toString).sorted().toList());
    }
    if (e instanceof InvalidTypeIdException unknown && unknown.getTypeId() != null) {
      Matcher known = KNOWN_TYPES.matcher(e.getOriginalMessage());
      return String.format(
          "unknown type '%s'%s",
          unknown.getTypeId(), known.find() ? ", expected one of " + known.group(1) : "");
    }
    if (e.getCause() instanceof IllegalArgumentException
        || e.getCause() instanceof NullPointerException) {
      return e.getCause().getMessage();
    }
    if (e.getOriginalMessage().startsWith("Cannot map `null`")) {
      return "is missing, expected a value";
    }
    return e.getOriginalMessage();
  }
}
