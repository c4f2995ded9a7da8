package io.github.multigpumnist.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multigpumnist.search.StudySettings;
import io.github.multigpumnist.store.Trial;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
            .map(t -> StudySummary.number(t, "seconds"))
            .flatMapToDouble(OptionalDouble::stream)
            .sum();
    if (seconds > 0) {
      facts.put("training time of all trials", Numbers.duration(seconds));
    }
    study.attribute(StudySettings.SETTINGS).ifPresent(this::addSettings);
    study.attribute(StudySettings.EXTENT).ifPresent(this::addSettings);
    study.attribute(StudySettings.SPACE).ifPresent(this::addSpace);
    return facts;
  }

  private void addSettings(JsonNode settings) {
    settings
        .properties()
        .forEach(e -> facts.putIfAbsent(e.getKey().replace('_', ' '), e.getValue().asText()));
  }

  private void addSpace(JsonNode space) {
    space
        .path("genes")
        .properties()
        .forEach(
            gene ->
                facts.put(
                    gene.getKey(),
                    gene.getValue()
                        .toString()
                        .replaceAll("[\\[\\]{}\"]", "")
                        .replace(",", ", ")
                        .replace(":", " ")));
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
