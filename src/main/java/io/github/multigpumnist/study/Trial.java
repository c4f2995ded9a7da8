package io.github.multigpumnist.study;

import io.github.multigpumnist.space.Genome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A trial as it stands in the database.
 *
 * @param id the database's key
 * @param number 0, 1, … within its study
 * @param state where it stands
 * @param params by name, in the order they were stored
 * @param values the objectives, once complete: one unless the study is Optuna's with several; may
 *     be infinite
 * @param curve values reported on the way, by step; may be infinite or NaN
 * @param attributes what the search says of it
 * @param systemAttributes what is meant for Optuna
 * @param started when it was last claimed
 * @param completed when it was finished
 */
public record Trial(
    long id,
    int number,
    TrialState state,
    Map<String, Object> params,
    List<Double> values,
    SortedMap<Integer, Double> curve,
    Map<String, Object> attributes,
    Map<String, Object> systemAttributes,
    Optional<Instant> started,
    Optional<Instant> completed) {
  /** The attribute that tells a network from all others of the study. */
  static final String FINGERPRINT = "fingerprint";

  /** The attribute that names the last worker. */
  static final String WORKER = "worker";

  static final String GENERATION = "generation";
  static final String OPTUNA_GENERATION = "NSGAIISampler:generation";

  /** The system attribute that Optuna's own workers write too. */
  static final String FAIL_REASON = "fail_reason";

  /**
   * What a search knows its trials by.
   *
   * @return the genome's fingerprint, empty for a trial of Optuna's own
   */
  public Optional<String> fingerprint() {
    return Optional.ofNullable(attributes.get(FINGERPRINT)).map(Object::toString);
  }

  /**
   * The network that is tried.
   *
   * @return empty when the parameters are not those that the trial was queued with, and for a trial
   *     of Optuna's own
   */
  public Optional<Genome> genome() {
    if (fingerprint().isEmpty() || params.containsValue(null)) {
      return Optional.empty();
    }
    Genome genome = new Genome(new TreeMap<>(params));
    return fingerprint().filter(genome.fingerprint()::equals).map(f -> genome);
  }

  /**
   * The generation that tried the network first.
   *
   * @return from 0; empty for brute force
   */
  public OptionalInt generation() {
    Object own = attributes.getOrDefault(GENERATION, systemAttributes.get(OPTUNA_GENERATION));
    return own instanceof Integer generation ? OptionalInt.of(generation) : OptionalInt.empty();
  }

  /**
   * The objective of a study that has one.
   *
   * @return empty when there is none yet, and where there are several
   */
  public OptionalDouble value() {
    return values.size() == 1 ? OptionalDouble.of(values.get(0)) : OptionalDouble.empty();
  }

  /**
   * What the search makes of it.
   *
   * @return the accuracy of a complete trial, the last one of a pruned trial, 0 of a failed one;
   *     empty before its end
   */
  public OptionalDouble score() {
    return switch (state) {
      case COMPLETE -> value();
      case PRUNED -> OptionalDouble.of(curve.isEmpty() ? 0 : curve.get(curve.lastKey()));
      case FAIL -> OptionalDouble.of(0);
      case RUNNING, WAITING -> OptionalDouble.empty();
    };
  }

  /**
   * What training came to.
   *
   * @return empty before its end, and for a trial of Optuna's own
   */
  public Optional<Outcome> outcome() {
    return Outcome.of(attributes);
  }

  /**
   * Why the trial failed.
   *
   * @return Optuna's system attribute {@code fail_reason}; empty when there is none
   */
  public Optional<String> failReason() {
    return Optional.ofNullable(systemAttributes.get(FAIL_REASON)).map(Object::toString);
  }

  /**
   * Optuna's constraints.
   *
   * @return by name; empty where the study has none
   */
  public Map<String, Double> constraints() {
    return Constraints.of(systemAttributes);
  }

  /**
   * Whether Optuna's constraints are kept, as Optuna judges it: all are 0 or less.
   *
   * @return true for a trial without constraints
   */
  public boolean isFeasible() {
    return constraints().values().stream().allMatch(constraint -> constraint <= 0);
  }
}
