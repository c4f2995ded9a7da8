package io.github.multigpumnist.report;

import io.github.multigpumnist.search.Generation;
import io.github.multigpumnist.search.GeneticSearch;
import io.github.multigpumnist.search.Replay;
import io.github.multigpumnist.search.SearchStrategy;
import io.github.multigpumnist.study.Direction;
import io.github.multigpumnist.study.Ranking;
import io.github.multigpumnist.study.StoreException;
import io.github.multigpumnist.study.Study;
import io.github.multigpumnist.study.StudySettings;
import io.github.multigpumnist.study.Trial;
import io.github.multigpumnist.study.TrialState;
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
 * @param tested accuracies on the test images, by fingerprint
 * @param trials by number
 */
public record StudySummary(
    String name,
    String kind,
    List<Direction> directions,
    Map<String, Object> attributes,
    Map<String, Double> tested,
    List<Trial> trials) {
  private static final String OTHER = "other";

  /**
   * Reads a study.
   *
   * @param study any
   * @return what it has now
   * @throws StoreException when the database fails
   */
  public static StudySummary of(Study study) throws StoreException {
    Map<String, Object> attributes = study.attributes();
    return new StudySummary(
        study.name(),
        StudySettings.kind(attributes).orElse(OTHER),
        study.directions(),
        attributes,
        study.testAccuracies(),
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

  /**
   * What a search of this program was begun with.
   *
   * @return its settings
   * @throws IOException when it is another program's, or of a version that is not understood
   */
  public StudySettings settings() throws IOException {
    return StudySettings.of(name, attributes);
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

  private Ranking order() {
    return Ranking.of(directions, trials);
  }

  List<Trial> complete() {
    return order().complete();
  }

  /**
   * Complete trials, as {@link Ranking#bestFirst}.
   *
   * @return empty while none is complete
   */
  public List<Trial> ranking() {
    return order().bestFirst();
  }

  /**
   * Optuna's {@code best_trials}, as {@link Ranking#front}.
   *
   * @return by number
   */
  public List<Trial> paretoFront() {
    return order().front();
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
    return trial
        .fingerprint()
        .map(tested::get)
        .map(OptionalDouble::of)
        .orElse(OptionalDouble.empty());
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
   * The generations of a genetic search with all their networks; of a study whose settings do not
   * tell them, such as Optuna's, the networks first tried in each.
   *
   * @return in order; empty for a study without generations
   */
  public List<Generation> generations() {
    List<Generation> all = populations();
    return all.isEmpty() ? firstTried() : all;
  }

  private List<Generation> populations() {
    try {
      return SearchStrategy.of(settings()) instanceof GeneticSearch search
          ? new Replay(search).advance(trials)
          : List.of();
    } catch (IOException | IllegalArgumentException e) {
      return List.of(); // another program's, or of another version
    }
  }

  private List<Generation> firstTried() {
    SortedMap<Integer, List<Double>> scores = new TreeMap<>();
    for (Trial trial : drawable()) {
      OptionalInt generation = trial.generation();
      if (generation.isPresent()) {
        scores
            .computeIfAbsent(generation.getAsInt(), g -> new ArrayList<>())
            .add(trial.value().orElseThrow());
      }
    }
    return scores.entrySet().stream()
        .map(e -> new Generation(e.getKey() + 1, e.getValue(), e.getValue().size(), 0))
        .toList();
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
      return String.format(
          Locale.ROOT,
          "%d objectives, so no single best trial; %d of %d complete trials are on the Pareto front",
          directions.size(),
          paretoFront().size(),
          complete().size());
    }
    return complete().isEmpty()
        ? "no complete trial yet: " + facts().get("trials")
        : String.format(
            Locale.ROOT,
            "no feasible trial yet: all %d complete ones break Optuna's constraints",
            complete().size());
  }
}
