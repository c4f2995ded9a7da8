package io.github.multigpumnist.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
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
 * @param value the objective, once complete; may be infinite
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
    OptionalDouble value,
    SortedMap<Integer, Double> intermediate,
    Map<String, JsonNode> userAttributes,
    Map<String, JsonNode> systemAttributes,
    Optional<Instant> started,
    Optional<Instant> completed) {

  /**
   * What a search knows its trials by.
   *
   * @return the user attribute {@value Study#FINGERPRINT}, empty for a trial of Optuna's own
   */
  public Optional<String> fingerprint() {
    return Optional.ofNullable(userAttributes.get(Study.FINGERPRINT)).map(JsonNode::asText);
  }
}
