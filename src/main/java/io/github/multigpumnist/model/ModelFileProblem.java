package io.github.multigpumnist.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in a reader's words what is wrong with a model file, and where: source, line, layer. */
final class ModelFileProblem {
  private final ObjectMapper mapper;
  private final String json;

  /**
   * @param mapper what the file was read with
   * @param json the file's content
   */
  ModelFileProblem(ObjectMapper mapper, String json) {
    this.mapper = mapper;
    this.json = json;
  }

  String explain(JsonProcessingException e, String source) {
    String line = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
    if (!(e instanceof JsonMappingException mapping)) {
      return source + line + ": " + firstLine(e.getOriginalMessage());
    }
    return source + line + ": " + place(mapping.getPath()) + reason(mapping);
  }

  String explain(LayerMisfitException e, String source) {
    return String.format(
        Locale.ROOT,
        "%s:%d: layers[%d]: %s",
        source,
        lineOfLayer(e.layer()),
        e.layer(),
        e.getMessage());
  }

  /** The line on which a layer's object begins, in text that was read before without a mistake. */
  private int lineOfLayer(int index) {
    try (JsonParser parser = mapper.createParser(json)) {
      JsonPointer layer = JsonPointer.compile("/layers/" + index);
      while (!parser.getParsingContext().pathAsPointer().equals(layer)
          || parser.currentToken() == JsonToken.FIELD_NAME) {
        parser.nextToken();
      }
      return parser.currentTokenLocation().getLineNr();
    } catch (IOException e) {
      throw new IllegalStateException("a model that was just read cannot be read", e);
    }
  }

  /** Such as {@code layers[2] 'norm1' alpha: }. */
  private String place(List<JsonMappingException.Reference> path) {
    if (path.isEmpty()) {
      return "";
    }
    String dotted =
        path.stream()
            .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : "." + r.getFieldName())
            .collect(Collectors.joining())
            .substring(1);
    boolean inLayer = path.size() > 1 && "layers".equals(path.get(0).getFieldName());
    return dotted + (inLayer ? layerName(path.get(1).getIndex()) : "") + ": ";
  }

  private String layerName(int index) {
    try {
      JsonNode name = mapper.readTree(json).path("layers").path(index).path("name");
      return name.isTextual() ? " (layer '" + name.asText() + "')" : "";
    } catch (JsonProcessingException e) {
      return ""; // broken further down: the index must do
    }
  }

  private String reason(JsonMappingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return String.format(
          Locale.ROOT,
          "unknown field '%s', expected one of %s",
          unknown.getPropertyName(),
          sorted(unknown.getKnownPropertyIds().stream().map(Object::toString)));
    }
    if (e.getCause() instanceof IllegalArgumentException
        || e.getCause() instanceof NullPointerException) {
      return e.getCause().getMessage();
    }
    if (e instanceof InvalidTypeIdException type) {
      JsonSubTypes types = type.getBaseType().getRawClass().getAnnotation(JsonSubTypes.class);
      return (type.getTypeId() == null
              ? "type is missing"
              : "unknown type '" + type.getTypeId() + "'")
          + ", expected one of "
          + sorted(Stream.of(types.value()).map(JsonSubTypes.Type::name));
    }
    if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return "missing or of the wrong type, expected " + kind(mismatch.getTargetType());
    }
    return firstLine(e.getOriginalMessage());
  }

  private String kind(Class<?> type) {
    if (type.isEnum()) {
      Stream<?> constants = Stream.of(type.getEnumConstants());
      return "one of " + sorted(constants.map(c -> mapper.convertValue(c, String.class)));
    }
    if (type == int.class || type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "text";
    }
    return Collection.class.isAssignableFrom(type) ? "a list" : "an object {…}";
  }

  private static List<String> sorted(Stream<String> words) {
    return words.sorted().toList();
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
