package io.github.multigpumnist.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * A trial as it stands in the database.
 *
 * @param id the database's key
 * @param number 0, 1, … within its study
 * @param state where it stands
 * @param params by name, in the order they were stored
 * @param values the objectives, once complete: one unless the study is Optuna's with several; may
 *     be infinite
 * @param intermediate values reported on the way, by step; may be infinite or NaN
 * @param userAttributes what the search says of it
 * @param systemAttributes what is meant for Optuna
 * @param started when it was last claimed
 * @param completed when it was finished
 */
public record Trial(
    long id,
    int number,
    TrialState state,
    Map<String, Param> params,
    List<Double> values,
    SortedMap<Integer, Double> intermediate,
    Map<String, JsonNode> userAttributes,
    Map<String, JsonNode> systemAttributes,
    Optional<Instant> started,
    Optional<Instant> completed) {
  /** The system attribute that Optuna's own workers write too. */
  static final String FAIL_REASON = "fail_reason";

  /**
   * What a search knows its trials by.
   *
   * @return the user attribute {@value Study#FINGERPRINT}, empty for a trial of Optuna's own
   */
  public Optional<String> fingerprint() {
    return Optional.ofNullable(userAttributes.get(Study.FINGERPRINT)).map(JsonNode::asText);
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
   * Why the trial failed.
   *
   * @return Optuna's system attribute {@code fail_reason}; empty when there is none
   */
  public Optional<String> failReason() {
    return Optional.ofNullable(systemAttributes.get(FAIL_REASON)).map(JsonNode::asText);
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
