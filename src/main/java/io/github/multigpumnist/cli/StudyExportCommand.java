package io.github.multigpumnist.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.format.StandardStream;
import io.github.multigpumnist.report.StudySummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

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
    boolean stdout = output.toString().equals(STDOUT) || StandardStream.isOutput(output);
    if (stdout && arguments.given("json")) {
      throw new UsageException(
          "--json and --output " + output + " together: expected one on stdout");
    }
    StudySummary study = StudyFlags.summary(arguments);
    List<StudyTrial> trials =
        study.trials().stream().map(trial -> StudyTrial.of(study, trial)).toList();
    String text = csv ? StudyCsv.of(study, trials) : json(trials);
    if (stdout) {
      console.document(text);
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
}
