package io.github.multigpumnist.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@link ClusterSpec} and {@link Membership}, and says on which line they are wrong. */
final class ClusterJson {
  static final String EXAMPLE = "{\"ps\": [\"10.0.0.1:2222\"], \"worker\": [\"10.0.0.2:2222\"]}";

  /** The operator's job that only reads checkpoints; it lists it, and takes it for no member. */
  private static final String EVALUATOR = "evaluator";

  private static final Pattern INDEX = Pattern.compile("\\d{1,9}");

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  /** Reads what begins with the parser's token, up to its end. */
  interface Reader<T> {
    T read(JsonParser parser) throws IOException;
  }

  private ClusterJson() {}

  static <T> T parse(String json, String source, Reader<T> reader) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      try {
        parser.nextToken();
        T value = reader.read(parser);
        if (parser.nextToken() != null) {
          throw new IllegalArgumentException("something stands after the end, expected nothing");
        }
        return value;
      } catch (JsonProcessingException e) {
        int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
        throw wrong(source, line, e.getOriginalMessage(), e);
      } catch (IllegalArgumentException e) {
        throw wrong(source, parser.currentTokenLocation().getLineNr(), e.getMessage(), e);
      }
    }
  }

  private static IOException wrong(String source, int line, String message, Exception cause) {
    String oneLine = message.lines().findFirst().orElse("");
    return new IOException(source + ":" + line + ": " + oneLine, cause);
  }

  static ClusterSpec cluster(JsonParser parser) throws IOException {
    expect(JsonToken.START_OBJECT, parser, "cluster", "an object such as " + EXAMPLE);
    Map<String, List<String>> jobs = new LinkedHashMap<>();
    for (String job = parser.nextFieldName(); job != null; job = parser.nextFieldName()) {
      parser.nextToken();
      if (job.equals(EVALUATOR)) {
        parser.skipChildren();
      } else {
        jobs.put(job, addresses(new Task(job, 0).job(), parser));
      }
    }
    return new ClusterSpec(jobs);
  }

  private static List<String> addresses(String job, JsonParser parser) throws IOException {
    String expected =
        parser.currentToken() == JsonToken.START_OBJECT
            ? "a list of the addresses of all tasks; TensorFlow's sparse form isn't read"
            : "a list of addresses";
    expect(JsonToken.START_ARRAY, parser, "job " + job, expected);
    List<String> addresses = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Task task = new Task(job, addresses.size());
      expect(JsonToken.VALUE_STRING, parser, "address of " + task, "text host:port");
      Address.parse(task, parser.getText()); // here, for the line
      addresses.add(parser.getText());
    }
    return addresses;
  }

  static Membership membership(JsonParser parser) throws IOException {
    expect(JsonToken.START_OBJECT, parser, "it", "an object {\"cluster\": {…}, \"task\": {…}}");
    ClusterSpec cluster = null;
    Optional<Task> task = Optional.empty();
    for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
      parser.nextToken();
      switch (field) {
        case "cluster" -> cluster = cluster(parser);
        case "task" -> task = Optional.of(task(parser));
        default -> parser.skipChildren();
      }
    }
    if (cluster == null) {
      throw new IllegalArgumentException("cluster is missing, expected one such as " + EXAMPLE);
    }
    return new Membership(cluster, task);
  }

  private static Task task(JsonParser parser) throws IOException {
    expect(JsonToken.START_OBJECT, parser, "task", "{\"type\": \"worker\", \"index\": 0}");
    String type = null;
    Integer index = null;
    for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
      parser.nextToken();
      switch (field) {
        case "type" -> type = type(parser);
        case "index" -> index = index(parser);
        default -> parser.skipChildren();
      }
    }
    if (type == null || index == null) {
      throw new IllegalArgumentException(
          "task has no " + (type == null ? "type" : "index") + ", expected both");
    }
    return new Task(type, index);
  }

  private static String type(JsonParser parser) throws IOException {
    expect(JsonToken.VALUE_STRING, parser, "task type", "one of " + String.join(", ", Task.JOBS));
    if (parser.getText().equals(EVALUATOR)) {
      throw new IllegalArgumentException(
          "task type is \"evaluator\", expected one of "
              + String.join(", ", Task.JOBS)
              + ": this program has no process that only evaluates");
    }
    return parser.getText();
  }

  /** TensorFlow takes a number and its text alike. */
  private static int index(JsonParser parser) throws IOException {
    boolean scalar =
        parser.currentToken() == JsonToken.VALUE_NUMBER_INT
            || parser.currentToken() == JsonToken.VALUE_STRING;
    if (!scalar || !INDEX.matcher(parser.getText()).matches()) {
      throw new IllegalArgumentException(
          "task index is " + found(parser) + ", expected a whole number from 0");
    }
    return Integer.parseInt(parser.getText());
  }

  private static void expect(JsonToken wanted, JsonParser parser, String what, String expected)
      throws IOException {
    if (parser.currentToken() != wanted) {
      throw new IllegalArgumentException(what + " is " + found(parser) + ", expected " + expected);
    }
  }

  private static String found(JsonParser parser) throws IOException {
    if (parser.currentToken() == null) {
      return "empty";
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> Quote.of(parser.getText());
      default -> parser.getText();
    };
  }
}
