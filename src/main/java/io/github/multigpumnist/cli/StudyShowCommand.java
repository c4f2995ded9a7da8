package io.github.multigpumnist.cli;

import io.github.multigpumnist.report.StudySummary;
import io.github.multigpumnist.report.StudyTables;
import io.github.multigpumnist.search.Generation;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code study show}: a study's settings, generations and best trials. */
final class StudyShowCommand implements Command {
  private static final int TOP = 20;

  /** What {@code --json} prints. */
  record Shown(
      String name,
      String kind,
      Map<String, Integer> trials,
      Map<String, Object> attributes,
      List<GenerationLine> generations,
      List<StudyTrial> top) {}

  @Override
  public String name() {
    return "study show";
  }

  @Override
  public String summary() {
    return "Shows a study: settings, generations, the 20 best trials";
  }

  @Override
  public Flags flags() {
    return StudyFlags.study();
  }

  @Override
  public Object run(Arguments arguments, Console console) throws IOException {
    StudySummary study = StudyFlags.summary(arguments);
    List<Generation> generations = study.generations();
    console.say("study " + study.name());
    study.facts().forEach((name, value) -> console.say("  " + name + ": " + value));
    if (!generations.isEmpty()) {
      say(StudyTables.generations(generations), console);
    }
    if (!study.ranking().isEmpty()) {
      say(StudyTables.top(study, TOP), console);
    }
    return new Shown(
        study.name(),
        study.kind(),
        study.stateCounts(),
        study.attributes(),
        generations.stream().map(GenerationLine::of).toList(),
        study.ranking().stream().limit(TOP).map(t -> StudyTrial.of(study, t)).toList());
  }

  private static void say(StudyTables table, Console console) {
    console.say("");
    TextTable.lines(table.header(), table.rows()).forEach(console::say);
  }
}
