package io.github.multigpumnist.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.format.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code trace-STEP.json}: a {@link Timeline} in Chrome's trace event format, which
 * chrome://tracing and Perfetto open. A process is a device, a thread a row: first a row's phases,
 * below them its operations, on further rows those that ran at the same time.
 */
public final class TraceFile {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PHASES = "phases";

  private final ArrayNode events = JSON.createArrayNode();
  private final Map<String, Integer> processes = new LinkedHashMap<>();
  private final Map<String, Integer> threads = new LinkedHashMap<>();

  private TraceFile() {}

  /**
   * Where a run's timeline of a step is.
   *
   * @param directory the run's folder
   * @param step its number
   * @return the file, which need not exist
   */
  public static Path in(Path directory, long step) {
    return directory.resolve("trace-" + step + ".json");
  }

  static void write(Path file, Timeline timeline) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("displayTimeUnit", "ms");
    root.putObject("otherData")
        .put("step", timeline.step())
        .put("towers", timeline.towers().size())
        .put("overlap", timeline.overlap());
    root.set("traceEvents", new TraceFile().events(timeline));
    AtomicFiles.writeString(file, JSON.writeValueAsString(root) + "\n");
  }

  private ArrayNode events(Timeline timeline) {
    // Whole rows in turn, since viewers show threads in the order of their numbers.
    for (String row : rows(timeline)) {
      timeline.spans().stream().filter(s -> s.row().equals(row)).forEach(this::add);
      List<Double> lanes = new ArrayList<>();
      timeline.slices().stream()
          .filter(s -> s.row().equals(row))
          .forEach(s -> add(s, freeLane(lanes, s)));
    }
    return events;
  }

  private static List<String> rows(Timeline timeline) {
    List<String> rows = new ArrayList<>(timeline.towers());
    for (TracePhase phase : TracePhase.values()) {
      boolean has = timeline.slices().stream().anyMatch(s -> s.row().equals(phase.label()));
      if (has) {
        rows.add(phase.label());
      }
    }
    return rows;
  }

  /** The first lane whose last operation is over. */
  private static int freeLane(List<Double> ends, Timeline.Slice slice) {
    int lane = 0;
    while (lane < ends.size() && ends.get(lane) > slice.begin()) {
      lane++;
    }
    if (lane == ends.size()) {
      ends.add(0.0);
    }
    ends.set(lane, slice.end());
    return lane;
  }

  private void add(Timeline.Span span) {
    slice(span.phase(), span.row(), span.device(), span.begin(), span.end())
        .put("name", span.phase().label())
        .put("cat", PHASES);
  }

  private void add(Timeline.Slice slice, int lane) {
    String row = slice.row() + " operations" + (lane == 0 ? "" : " " + (lane + 1));
    slice(slice.phase(), row, slice.device(), slice.begin(), slice.end())
        .put("name", slice.name())
        .put("cat", slice.phase().label())
        .putObject("args")
        .put("operation", slice.operation())
        .put("row", slice.row())
        .put("thread", slice.thread());
  }

  private ObjectNode slice(TracePhase phase, String row, String device, double begin, double end) {
    int process = number(processes, device, device, 0, "process_name");
    int thread = number(threads, device + " " + row, row, process, "thread_name");
    return events
        .addObject()
        .put("ph", "X")
        .put("ts", begin)
        .put("dur", end - begin)
        .put("pid", process)
        .put("tid", thread)
        .put("cname", phase.colour());
  }

  /** The number of a process or thread; one met for the first time is named. */
  private int number(
      Map<String, Integer> known, String key, String name, int process, String event) {
    Integer number = known.get(key);
    if (number == null) {
      number = known.size() + 1;
      known.put(key, number);
      ObjectNode metadata = events.addObject().put("ph", "M").put("name", event);
      metadata.put("pid", process == 0 ? number : process);
      metadata.put("tid", process == 0 ? 0 : number);
      metadata.putObject("args").put("name", name);
    }
    return number;
  }

  /**
   * Reads a timeline back.
   *
   * @param file written by a run
   * @return what was written
   * @throws IOException naming the file when it is none
   */
  public static Timeline read(Path file) throws IOException {
    try {
      JsonNode root = JSON.readTree(TextFile.read(file));
      Map<Integer, String> devices = new LinkedHashMap<>();
      List<Timeline.Slice> slices = new ArrayList<>();
      for (JsonNode event : root.path("traceEvents")) {
        if (event.path("name").asText().equals("process_name")) {
          devices.put(event.path("pid").asInt(), event.path("args").path("name").asText());
        } else if (event.has("args") && event.path("ph").asText().equals("X")) {
          slices.add(slice(event, devices.get(event.path("pid").asInt())));
        }
      }
      slices.sort((a, b) -> Double.compare(a.begin(), b.begin()));
      return new Timeline(root.path("otherData").path("step").asLong(), slices);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IOException(file + ": no timeline of a step (" + e.getMessage() + ")", e);
    }
  }

  private static Timeline.Slice slice(JsonNode event, String device) {
    JsonNode args = event.path("args");
    double begin = event.path("ts").asDouble();
    return new Timeline.Slice(
        args.path("row").asText(),
        TracePhase.valueOf(event.path("cat").asText().toUpperCase(Locale.ROOT)),
        event.path("name").asText(),
        args.path("operation").asText(),
        device,
        args.path("thread").asLong(),
        begin,
        begin + event.path("dur").asDouble());
  }
}
