package io.github.multigpumnist.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the figures of a training that has ended: its JSON object and {@code metrics.jsonl}. */
final class FinishedRun {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ERROR = "multigpu-mnist: error: ";
  private static final int KILLED = 137;

  private FinishedRun() {}

  static Measurement read(
      String output,
      Path trainDir,
      Map<String, String> identity,
      int repeat,
      Instant started,
      Instant ended)
      throws IOException {
    JsonNode result = object(output);
    JsonNode test = result.path("test");
    return new Measurement(
        identity,
        repeat,
        started.toString(),
        seconds(started, ended),
        number(result, "images_per_second"),
        number(result, "input_wait_share"),
        number(result, "seconds_to_first_step"),
        number(result, "peak_memory_mb"),
        number(test, "accuracy"),
        number(test, "loss"),
        validations(trainDir.resolve("metrics.jsonl"), started));
  }

  /** Why a training failed, in its own words where it has some. */
  static String reason(TrainProcess.Ended ended) {
    List<String> lines = ended.errors().lines().filter(line -> !line.isBlank()).toList();
    for (String line : lines) {
      if (line.startsWith(ERROR)) {
        return line.substring(ERROR.length());
      }
    }
    String last = lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1).strip();
    return ended.status() == KILLED
        ? "killed (status 137): the system may have run out of memory"
        : "ended with status " + ended.status() + last;
  }

  private static JsonNode object(String output) throws IOException {
    try {
      JsonNode result = JSON.readTree(output);
      if (result.isObject()) {
        return result;
      }
    } catch (JsonProcessingException e) {
      throw new IOException("train --json printed no JSON object: " + e.getOriginalMessage(), e);
    }
    throw new IOException("train --json printed no JSON object");
  }

  private static Double number(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isNumber() ? value.doubleValue() : null;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }

  private static List<Measurement.Validation> validations(Path metrics, Instant started)
      throws IOException {
    List<Measurement.Validation> found = new ArrayList<>();
    for (String text : Files.readAllLines(metrics)) {
      JsonNode line = JSON.readTree(text);
      Double accuracy = number(line, "validation_accuracy");
      if (accuracy != null) {
        found.add(
            new Measurement.Validation(
                line.path("epoch").asInt(),
                seconds(started, Instant.parse(line.path("time").asText())),
                accuracy));
      }
    }
    return found;
  }
}
