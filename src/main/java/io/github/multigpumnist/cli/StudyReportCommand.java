package io.github.multigpumnist.cli;

import io.github.multigpumnist.report.StudyReport;
import io.github.multigpumnist.report.StudySummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code study report}: a page with pictures about a study. */
final class StudyReportCommand implements Command {

  /** What {@code --json} prints; the page is the first file. */
  record Written(String study, List<String> files) {}

  @Override
  public String name() {
    return "study report";
  }

  @Override
  public String summary() {
    return "Writes an HTML page with pictures about a study, and the pictures as PNG";
  }

  @Override
  public Flags flags() {
    return StudyFlags.study()
        .value("output", "DIR", null, "folder of report.html and the pictures; required");
  }

  @Override
  public Object run(Arguments arguments, Console console) throws IOException {
    Path output = arguments.path("output").orElse(null);
    if (output == null) {
      throw new UsageException("flag --output is required");
    }
    StudySummary study = StudyFlags.summary(arguments);
    List<Path> files = new StudyReport(study).write(output, RunReports.origin(), console);
    console.say("Report " + files.get(0));
    if (files.size() > 1) {
      console.say(files.size() - 1 + " pictures in " + output);
    }
    return new Written(study.name(), files.stream().map(Path::toString).toList());
  }
}
