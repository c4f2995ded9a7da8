package io.github.multigpumnist.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.multigpumnist.format.AtomicFiles;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code metrics.jsonl}: one JSON object a line, each with its {@code step}, on disk line by line.
 */
final class MetricsLog implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final Path path;
  private final Writer out;

  private MetricsLog(Path path, Writer out) {
    this.path = path;
    this.out = out;
  }

  /** Opens for appending, lines of later steps cut off. */
  static MetricsLog open(Path path, long lastStep) throws IOException {
    if (Files.exists(path)) {
      List<String> kept = new ArrayList<>();
      String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8); // damaged or not
      for (String line : text.lines().toList()) {
        if (isUpTo(line, lastStep)) {
          kept.add(line + "\n");
        }
      }
      AtomicFiles.writeString(path, String.join("", kept));
    }
    return new MetricsLog(
        path, Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  /** False for a line that a killed run left half written, too. */
  private static boolean isUpTo(String line, long lastStep) {
    try {
      JsonNode step = JSON.readTree(line).path("step");
      return step.isNumber() && step.asLong() <= lastStep;
    } catch (IOException e) {
      return false;
    }
  }

  void add(Map<String, ?> values) throws IOException {
    try {
      out.write(JSON.writeValueAsString(values) + "\n");
      out.flush();
    } catch (IOException e) {
      throw new IOException("cannot write " + path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
