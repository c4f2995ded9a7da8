package io.github.multigpumnist.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.multigpumnist.store.Distribution;
import io.github.multigpumnist.store.NewTrial;
import io.github.multigpumnist.store.Param;
import io.github.multigpumnist.store.Study;
import io.github.multigpumnist.store.Trial;
import io.github.multigpumnist.store.TrialState;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Genomes as a study's trials, and back. Trials without our fingerprint are nobody's here. */
public final class StudyTrials {
  /** Trial attribute: the generation that tried a network first; brute force has none. */
  public static final String GENERATION = "generation";

  static final String SEED = "seed";
  private static final String OPTUNA_GENERATION = "NSGAIISampler:generation";

  private StudyTrials() {}

  /** A trial to be queued. */
  static NewTrial of(StudySettings settings, Genome genome, int round) {
    Map<String, Param> params = new LinkedHashMap<>();
    for (Gene gene : settings.strategy().space().genes()) {
      params.put(gene.name(), new Param(genome.value(gene.name()), distribution(gene.values())));
    }
    JsonNodeFactory json = JsonNodeFactory.instance;
    Map<String, JsonNode> user = new LinkedHashMap<>();
    user.put(Study.FINGERPRINT, json.textNode(genome.fingerprint()));
    user.put(SEED, json.numberNode(seed(settings, genome)));
    if (settings.strategy() instanceof GridSearch) {
      return new NewTrial(params, user, Map.of());
    }
    user.put(GENERATION, json.numberNode(round));
    return new NewTrial(params, user, Map.of(OPTUNA_GENERATION, json.numberNode(round)));
  }

  private static Distribution distribution(GeneValues values) {
    if (values instanceof GeneValues.IntRange range) {
      return new Distribution.IntRange(range.low(), range.high(), range.step());
    }
    return new Distribution.Categorical(((GeneValues.Categorical) values).values());
  }

  /** The seed of a network's training: the same whoever trains it, and whenever. */
  static long seed(StudySettings settings, Genome genome) {
    return Sha256.seed(settings.strategy().seed(), genome.fingerprint());
  }

  /**
   * The network of a trial.
   *
   * @param space the study's
   * @param trial one of the study's
   * @return its genome; empty when it is no network of this space, such as a trial of Optuna's own
   */
  public static Optional<Genome> genome(SearchSpace space, Trial trial) {
    TreeMap<String, Object> values = new TreeMap<>();
    for (Gene gene : space.genes()) {
      Param param = trial.params().get(gene.name());
      if (param == null) {
        return Optional.empty();
      }
      values.put(gene.name(), param.value());
    }
    Genome genome = new Genome(values);
    return trial.fingerprint().filter(genome.fingerprint()::equals).map(f -> genome);
  }

  /**
   * A trial's score in the search.
   *
   * @param trial any
   * @return the accuracy of a complete trial, the last one of a pruned trial, 0 of a failed one;
   *     empty before its end
   */
  public static OptionalDouble fitness(Trial trial) {
    return switch (trial.state()) {
      case COMPLETE -> trial.value();
      case PRUNED ->
          OptionalDouble.of(
              trial.intermediate().isEmpty()
                  ? 0
                  : trial.intermediate().get(trial.intermediate().lastKey()));
      case FAIL -> OptionalDouble.of(0);
      case RUNNING, WAITING -> OptionalDouble.empty();
    };
  }

  /** Scores by fingerprint. */
  static Map<String, Double> scores(Collection<Trial> trials) {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (Trial trial : trials) {
      trial
          .fingerprint()
          .ifPresent(f -> fitness(trial).ifPresent(score -> scores.merge(f, score, Math::max)));
    }
    return scores;
  }

  /**
   * The generation that tried a network first.
   *
   * @param trial any
   * @return from 0; empty for brute force
   */
  public static OptionalInt generation(Trial trial) {
    JsonNode generation = trial.userAttributes().get(GENERATION);
    return generation == null ? OptionalInt.empty() : OptionalInt.of(generation.intValue());
  }

  static boolean isComplete(Trial trial) {
    return trial.state() == TrialState.COMPLETE && trial.fingerprint().isPresent();
  }
}
