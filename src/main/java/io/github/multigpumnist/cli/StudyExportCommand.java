package io.github.multigpumnist.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.report.StudySummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code study export}: every trial as CSV or JSON. */
final class StudyExportCommand implements Command {
  private static final String STDOUT = "-";

  /** What {@code --json} prints. */
  record Exported(String study, int trials, String output) {}

  @Override
  public String name() {
    return "study export";
  }

  @Override
  public String summary() {
    return "Writes every trial of a study as CSV or JSON";
  }

  @Override
  public Flags flags() {
    return StudyFlags.study()
        .value("format", "NAME", "csv", "csv, or json with the learning curves")
        .value("output", "FILE", STDOUT, "a file, or - for stdout");
  }

  @Override
  public Object run(Arguments arguments, Console console) throws IOException {
    boolean csv = arguments.choice("format", List.of("csv", "json")).equals("csv");
    Path output = arguments.path("output").orElseThrow();
    boolean stdout = output.toString().equals(STDOUT);
    if (stdout && arguments.given("json")) {
      throw new UsageException("--json and --output - together: expected one on stdout");
    }
    StudySummary study = StudyFlags.summary(arguments);
    List<StudyTrial> trials =
        study.trials().stream().map(trial -> StudyTrial.of(study, trial)).toList();
    String text = csv ? csv(study, trials) : json(trials);
    if (stdout) {
      console.say(text);
    } else {
      AtomicFiles.writeString(output, text + "\n");
      console.say(trials.size() + " trials of study " + study.name() + " written to " + output);
    }
    return new Exported(study.name(), trials.size(), output.toString());
  }

  private static String json(List<StudyTrial> trials) throws JsonProcessingException {
    return trials.stream()
        .map(StudyExportCommand::line)
        .collect(Collectors.joining(",\n", "[", "]"));
  }

  private static String line(StudyTrial trial) {
    try {
      return Console.JSON.writeValueAsString(trial);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("trial " + trial.number() + " cannot be written", e);
    }
  }

  private static String csv(StudySummary study, List<StudyTrial> trials) {
    Set<String> attributes = new LinkedHashSet<>();
    trials.forEach(trial -> attributes.addAll(trial.attributes().keySet()));
    List<Object> header = new ArrayList<>(List.of("number", "state", "value", "test_accuracy"));
    header.addAll(study.genes());
    header.addAll(attributes);
    header.addAll(List.of("started", "completed"));
    List<String> lines = new ArrayList<>(List.of(row(header)));
    for (StudyTrial trial : trials) {
      List<Object> cells = new ArrayList<>();
      cells.add(trial.number());
      cells.add(trial.state());
      cells.add(trial.value());
      cells.add(trial.testAccuracy());
      study.genes().forEach(gene -> cells.add(trial.params().get(gene)));
      attributes.forEach(
          name ->
              cells.add(
                  trial.attributes().containsKey(name)
                      ? trial.attributes().get(name).asText(trial.attributes().get(name).toString())
                      : null));
      cells.addAll(Stream.of(trial.started(), trial.completed()).toList());
      lines.add(row(cells));
    }
    return String.join("\n", lines);
  }

  private static String row(List<Object> cells) {
    return cells.stream().map(StudyExportCommand::cell).collect(Collectors.joining(","));
  }

  /** Quoted where RFC 4180 demands it; nothing for null. */
  private static String cell(Object value) {
    String text = Objects.toString(value, "");
    return text.matches("(?s).*[,\"\r\n].*") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
  }
}
