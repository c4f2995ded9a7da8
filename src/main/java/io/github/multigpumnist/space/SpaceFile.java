package io.github.multigpumnist.space;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multigpumnist.format.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Space files: JSON to {@link Space} and back. {@code {"name": …, "description": …, "genes": {GENE:
 * VALUES, …}}}, where VALUES is that of {@link Distribution}.
 */
public final class SpaceFile {
  /** The spaces that come with the program. */
  private static final List<String> BUNDLED = List.of("mlp");

  private static final List<String> FIELDS = List.of("name", "description", "genes");

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private SpaceFile() {}

  /**
   * Finds a space: a bundled one by its name, else a file.
   *
   * @param nameOrPath such as {@code mlp} or {@code my/space.json}
   * @return the space
   * @throws IOException naming file, line and gene when the content is wrong, or the spaces there
   *     are when nothing is found
   */
  public static Space load(String nameOrPath) throws IOException {
    if (BUNDLED.contains(nameOrPath)) {
      String resource = "/models/spaces/" + nameOrPath + ".json";
      try (InputStream in = SpaceFile.class.getResourceAsStream(resource)) {
        return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), resource);
      }
    }
    Path file = Path.of(nameOrPath);
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "space '%s': no such file, and no space of the program (%s)",
              nameOrPath,
              String.join(", ", BUNDLED)));
    }
    return parse(TextFile.read(file), nameOrPath);
  }

  /**
   * Reads a space from text.
   *
   * @param json the content of a space file
   * @param source named in errors
   * @return the space
   * @throws IOException naming source, line, gene and what was expected
   */
  public static Space parse(String json, String source) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      try {
        return space(parser);
      } catch (JsonProcessingException e) {
        throw wrong(source, e.getLocation() == null ? 1 : e.getLocation().getLineNr(), e);
      } catch (IllegalArgumentException e) {
        throw wrong(source, parser.currentLocation().getLineNr(), e);
      }
    }
  }

  private static IOException wrong(String source, int line, Exception e) {
    String message =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    return new IOException(source + ":" + line + ": " + message.lines().findFirst().orElse(""), e);
  }

  private static Space space(JsonParser parser) throws IOException {
    expect(parser.nextToken(), JsonToken.START_OBJECT, "a space {\"name\":, \"genes\": {…}}");
    String name = null;
    String description = null;
    List<Gene> genes = List.of();
    for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
      parser.nextToken();
      switch (field) {
        case "name" -> name = text(parser, field);
        case "description" -> description = text(parser, field);
        case "genes" -> genes = genes(parser);
        default ->
            throw new IllegalArgumentException(
                "unknown field '" + field + "', expected one of " + FIELDS);
      }
    }
    if (name == null) {
      throw new IllegalArgumentException("name is missing, expected text");
    }
    Space space = new Space(name, description, genes);
    if (parser.nextToken() != null) {
      throw new IllegalArgumentException("something stands after the space, expected its end");
    }
    return space;
  }

  private static String text(JsonParser parser, String field) throws IOException {
    expect(parser.currentToken(), JsonToken.VALUE_STRING, "text as " + field);
    return parser.getText();
  }

  private static void expect(JsonToken found, JsonToken wanted, String what) {
    if (found != wanted) {
      throw new IllegalArgumentException(
          "found " + (found == null ? "nothing" : found) + ", expected " + what);
    }
  }

  private static List<Gene> genes(JsonParser parser) throws IOException {
    expect(parser.currentToken(), JsonToken.START_OBJECT, "an object {gene: values} as genes");
    List<Gene> genes = new ArrayList<>();
    for (String gene = parser.nextFieldName(); gene != null; gene = parser.nextFieldName()) {
      parser.nextToken();
      try {
        genes.add(new Gene(gene, DistributionJson.read(parser.readValueAsTree())));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("gene '" + gene + "': " + e.getMessage(), e);
      }
    }
    return genes;
  }

  /**
   * A space as JSON.
   *
   * @param space any
   * @return what {@link #parse} reads back
   */
  public static String format(Space space) {
    ObjectNode json = JSON.createObjectNode();
    json.put("name", space.name());
    json.put("description", space.description());
    json.set("genes", genes(space));
    return json.toString();
  }

  /**
   * The genes of a space as JSON.
   *
   * @param space any
   * @return such as {@code {"nb_neurons":[64,128],…}}
   */
  public static String formatGenes(Space space) {
    return genes(space).toString();
  }

  private static ObjectNode genes(Space space) {
    ObjectNode genes = JSON.createObjectNode();
    space.genes().forEach(gene -> genes.set(gene.name(), JSON.valueToTree(gene.values())));
    return genes;
  }
}
