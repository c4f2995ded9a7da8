package io.github.multigpumnist.report;

import io.github.multigpumnist.space.Distribution;
import io.github.multigpumnist.study.Outcome;
import io.github.multigpumnist.study.StudySettings;
import io.github.multigpumnist.study.Trial;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Names and values that describe a study: how far it is, its settings, its space. */
final class StudyFacts {
  private final StudySummary study;
  private final Map<String, String> facts = new LinkedHashMap<>();

  private StudyFacts(StudySummary study) {
    this.study = study;
  }

  /** In the order of reading. */
  static Map<String, String> of(StudySummary study) {
    return new StudyFacts(study).all();
  }

  private Map<String, String> all() {
    facts.put("kind", study.kind());
    String states =
        study.stateCounts().entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    facts.put("trials", states.isEmpty() ? "none" : states);
    if (study.hasSeveralObjectives()) {
      facts.put(
          "objectives",
          study.directions().stream()
              .map(direction -> direction.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", ")));
      facts.put("trials on the Pareto front", Integer.toString(study.paretoFront().size()));
    }
    if (study.isConstrained()) {
      long broken = study.complete().stream().filter(t -> !t.isFeasible()).count();
      facts.put("infeasible", broken + " of " + study.complete().size() + " complete trials");
    }
    span().ifPresent(span -> facts.put("first start to last end", span));
    double seconds =
        study.trials().stream()
            .flatMap(t -> t.outcome().stream())
            .mapToDouble(Outcome::seconds)
            .sum();
    if (seconds > 0) {
      facts.put("training time of all trials", Numbers.duration(seconds));
    }
    if (study.isOwn()) {
      addSettings();
    }
    return facts;
  }

  private void addSettings() {
    try {
      StudySettings settings = study.settings();
      settings.written().forEach(this::add);
      settings.extent().forEach(this::add);
      settings.space().genes().forEach(gene -> facts.put(gene.name(), text(gene.values())));
    } catch (IOException e) {
      facts.put("settings", "cannot be read: " + e.getMessage());
    }
  }

  private void add(String name, Object value) {
    facts.putIfAbsent(name.replace('_', ' '), value.toString());
  }

  private static String text(Distribution values) {
    if (values instanceof Distribution.Categorical categorical) {
      return categorical.choices().stream().map(Object::toString).collect(Collectors.joining(", "));
    }
    if (values instanceof Distribution.IntRange range) {
      return String.format(
          Locale.ROOT,
          "low %d, high %d, step %d%s",
          range.low(),
          range.high(),
          range.step(),
          range.log() ? ", log" : "");
    }
    Distribution.FloatRange range = (Distribution.FloatRange) values;
    return "low " + range.low() + ", high " + range.high() + (range.log() ? ", log" : "");
  }

  private Optional<String> span() {
    Optional<Instant> first =
        study.trials().stream()
            .map(Trial::started)
            .flatMap(Optional::stream)
            .min(Instant::compareTo);
    Optional<Instant> last =
        study.trials().stream()
            .map(Trial::completed)
            .flatMap(Optional::stream)
            .max(Instant::compareTo);
    if (first.isEmpty() || last.isEmpty() || last.get().isBefore(first.get())) {
      return Optional.empty();
    }
    double seconds = (last.get().toEpochMilli() - first.get().toEpochMilli()) / 1000.0;
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s (%tF %<tR to %tF %<tR UTC)",
            Numbers.duration(seconds),
            utc(first.get()),
            utc(last.get())));
  }

  private static ZonedDateTime utc(Instant time) {
    return time.atZone(ZoneOffset.UTC);
  }
}
