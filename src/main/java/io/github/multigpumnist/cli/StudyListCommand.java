package io.github.multigpumnist.cli;

import io.github.multigpumnist.report.Numbers;
import io.github.multigpumnist.report.StudySummary;
import io.github.multigpumnist.study.StoreException;
import io.github.multigpumnist.study.Trial;
import io.github.multigpumnist.study.TrialStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code study list}: the studies of a storage. */
final class StudyListCommand implements Command {

  /** What {@code --json} prints. */
  record Studies(List<Line> studies) {}

  /** A study; {@code best} is null where {@link StudySummary#best} is empty. */
  record Line(
      String name, String kind, List<String> directions, Map<String, Integer> trials, Double best) {
    static Line of(StudySummary study) {
      Optional<Trial> best = study.best();
      return new Line(
          study.name(),
          study.kind(),
          study.directions().stream().map(d -> d.name().toLowerCase(Locale.ROOT)).toList(),
          study.stateCounts(),
          best.isPresent() ? best.get().value().getAsDouble() : null);
    }

    List<String> cells() {
      StringBuilder states = new StringBuilder();
      trials.forEach(
          (state, count) ->
              states.append(states.isEmpty() ? "" : ", ").append(count + " " + state));
      return List.of(
          name,
          kind,
          states.isEmpty() ? "none" : states.toString(),
          directions.size() > 1
              ? directions.size() + " objectives"
              : best == null ? "–" : Numbers.short4(best));
    }
  }

  @Override
  public String name() {
    return "study list";
  }

  @Override
  public String summary() {
    return "Lists the studies of a storage";
  }

  @Override
  public Flags flags() {
    return StudyFlags.storage();
  }

  @Override
  public Object run(Arguments arguments, Console console) throws IOException {
    List<Line> lines = new ArrayList<>();
    Optional<IOException> problem = Optional.empty();
    try (TrialStore store = StudyFlags.open(arguments)) {
      for (String name : store.studyNames()) {
        try {
          lines.add(Line.of(StudySummary.of(store.study(name).orElseThrow())));
        } catch (StoreException e) {
          problem = problem.or(() -> Optional.of(unreadable(name, e)));
        }
      }
    }
    if (lines.isEmpty() && problem.isEmpty()) {
      console.say("no study yet");
    } else {
      TextTable.lines(
              List.of("study", "kind", "trials", "best"), lines.stream().map(Line::cells).toList())
          .forEach(console::say);
    }
    if (problem.isPresent()) { // one that is damaged does not hide the others
      throw problem.get();
    }
    return new Studies(lines);
  }

  private static IOException unreadable(String study, StoreException e) {
    return new IOException("study '" + study + "' cannot be read: " + e.getMessage(), e);
  }
}
