package io.github.multigpumnist.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multigpumnist.search.StudyRounds;
import io.github.multigpumnist.search.StudySettings;
import io.github.multigpumnist.store.Direction;
import io.github.multigpumnist.store.StoreException;
import io.github.multigpumnist.store.Study;
import io.github.multigpumnist.store.Trial;
import io.github.multigpumnist.store.TrialState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A study at one moment, whoever made it: this program's searches and those of Optuna itself.
 *
 * @param name of the study
 * @param kind {@code genetic} or {@code brute}, or {@code other} when it is none of this program's
 * @param directions which values are better, of each objective; at least one
 * @param attributes the study's own
 * @param trials by number
 */
public record StudySummary(
    String name,
    String kind,
    List<Direction> directions,
    Map<String, JsonNode> attributes,
    List<Trial> trials) {
  private static final String GENETIC = "genetic";
  private static final String OTHER = "other";
  private static final String OPTUNA_GENERATION = "NSGAIISampler:generation";

  /**
   * Reads a study.
   *
   * @param study any
   * @return what it has now
   * @throws StoreException when the database fails
   */
  public static StudySummary of(Study study) throws StoreException {
    Map<String, JsonNode> attributes = study.attributes();
    JsonNode kind = attributes.get(StudySettings.KIND);
    return new StudySummary(
        study.name(),
        kind == null ? OTHER : kind.asText(),
        study.directions(),
        attributes,
        study.trials());
  }

  /**
   * What the values are called.
   *
   * @return a word or two for axes and tables
   */
  public String metric() {
    return isOwn() ? "validation accuracy" : "value";
  }

  /** Whether it is a search of this program. */
  boolean isOwn() {
    return !kind.equals(OTHER);
  }

  /**
   * How many trials are in each state.
   *
   * @return by the state's name in lower case; states that have none are left out
   */
  public Map<String, Integer> stateCounts() {
    Map<TrialState, Integer> states = new EnumMap<>(TrialState.class);
    trials.forEach(trial -> states.merge(trial.state(), 1, Integer::sum));
    Map<String, Integer> named = new LinkedHashMap<>();
    states.forEach((state, count) -> named.put(state.name().toLowerCase(Locale.ROOT), count));
    return named;
  }

  /**
   * What describes the study: how far it is, its settings, its space.
   *
   * @return texts by name, in the order of reading
   */
  public Map<String, String> facts() {
    return StudyFacts.of(this);
  }

  Optional<JsonNode> attribute(String key) {
    return Optional.ofNullable(attributes.get(key));
  }

  /**
   * Whether Optuna had more than one objective: then no trial is the best.
   *
   * @return false for this program's own studies
   */
  public boolean hasSeveralObjectives() {
    return directions.size() > 1;
  }

  /**
   * Whether there are Optuna's constraints.
   *
   * @return true when a complete trial has some
   */
  public boolean isConstrained() {
    return complete().stream().anyMatch(t -> !t.constraints().isEmpty());
  }

  List<Trial> complete() {
    return trials.stream()
        .filter(t -> t.state() == TrialState.COMPLETE && t.values().size() == directions.size())
        .toList();
  }

  /**
   * Complete trials as Optuna ranks them: those that keep the constraints first; then by value,
   * infinite ones included; of equals the one with the lower validation loss, then the earlier.
   * Where there are several objectives, the trials of the {@link #paretoFront} come first.
   *
   * @return empty while none is complete
   */
  public List<Trial> ranking() {
    return StudyRanking.of(this);
  }

  /**
   * Feasible complete trials that no other is better than in one objective and as good as in all
   * others: Optuna's {@code best_trials}.
   *
   * @return by number
   */
  public List<Trial> paretoFront() {
    return StudyRanking.front(this);
  }

  /** What charts can show, best first: feasible trials of one objective that is finite. */
  List<Trial> drawable() {
    return ranking().stream()
        .filter(t -> t.isFeasible() && Double.isFinite(t.value().orElse(Double.NaN)))
        .toList();
  }

  /**
   * The accuracy on the test images.
   *
   * @param trial one of the study's
   * @return empty when this network was not tested
   */
  public OptionalDouble testAccuracy(Trial trial) {
    JsonNode tested = attributes.get(StudySettings.TEST);
    JsonNode accuracy =
        tested == null || trial.fingerprint().isEmpty()
            ? null
            : tested.get(trial.fingerprint().get());
    return accuracy == null || !accuracy.isNumber()
        ? OptionalDouble.empty()
        : OptionalDouble.of(accuracy.doubleValue());
  }

  /**
   * A user attribute that is a number.
   *
   * @param trial any
   * @param attribute its name
   * @return empty when the trial has none
   */
  public static OptionalDouble number(Trial trial, String attribute) {
    JsonNode value = trial.userAttributes().get(attribute);
    return value == null || !value.isNumber()
        ? OptionalDouble.empty()
        : OptionalDouble.of(value.doubleValue());
  }

  /**
   * The parameters that trials have.
   *
   * @return names, in the order in which they first appear
   */
  public List<String> genes() {
    Set<String> names = new LinkedHashSet<>();
    trials.forEach(trial -> names.addAll(trial.params().keySet()));
    return List.copyOf(names);
  }

  /**
   * The values of a trial's parameters.
   *
   * @param trial any
   * @return by name
   */
  public static Map<String, Object> values(Trial trial) {
    Map<String, Object> values = new LinkedHashMap<>();
    trial.params().forEach((name, param) -> values.put(name, param.value()));
    return values;
  }

  /**
   * The generations of a genetic search with all their networks; of a study whose settings do not
   * tell them, such as Optuna's, the networks first tried in each.
   *
   * @return in order; empty for a study without generations
   */
  public List<Generation> generations() {
    List<Generation> all = kind.equals(GENETIC) ? populations() : List.of();
    return all.isEmpty() ? firstTried() : all;
  }

  private List<Generation> populations() {
    try {
      return StudyRounds.of(StudySettings.of(name, attributes), trials).stream()
          .map(r -> new Generation(r.number() + 1, r.scores(), r.trained()))
          .toList();
    } catch (IOException e) {
      return List.of(); // settings of another version
    }
  }

  private List<Generation> firstTried() {
    SortedMap<Integer, List<Double>> scores = new TreeMap<>();
    for (Trial trial : drawable()) {
      OptionalInt generation = generation(trial);
      if (generation.isPresent()) {
        scores
            .computeIfAbsent(generation.getAsInt(), g -> new ArrayList<>())
            .add(trial.value().orElseThrow());
      }
    }
    return scores.entrySet().stream()
        .map(e -> new Generation(e.getKey() + 1, e.getValue(), e.getValue().size()))
        .toList();
  }

  private static OptionalInt generation(Trial trial) {
    JsonNode generation = trial.systemAttributes().get(OPTUNA_GENERATION);
    return generation == null || !generation.isInt()
        ? OptionalInt.empty()
        : OptionalInt.of(generation.intValue());
  }

  /**
   * The best trial, as Optuna's {@code best_trial} has it.
   *
   * @return empty while no feasible one is complete, and where there are several objectives
   */
  public Optional<Trial> best() {
    return hasSeveralObjectives()
        ? Optional.empty()
        : ranking().stream().filter(Trial::isFeasible).findFirst();
  }

  /**
   * Why there is no best trial.
   *
   * @return a sentence without its full stop, for a study without a {@link #best}
   */
  public String noBest() {
    if (hasSeveralObjectives()) {
      return "%d objectives, so no single best trial; %d of %d complete trials are on the Pareto front"
          .formatted(directions.size(), paretoFront().size(), complete().size());
    }
    return complete().isEmpty()
        ? "no complete trial yet: " + facts().get("trials")
        : "no feasible trial yet: all %d complete ones break Optuna's constraints"
            .formatted(complete().size());
  }
}
