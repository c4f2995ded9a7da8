package io.github.multigpumnist.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trial to be queued.
 *
 * @param params by name, in the order they are stored
 * @param userAttributes with a text {@value Study#FINGERPRINT}, which a study has only once
 * @param systemAttributes what is meant for Optuna's samplers
 */
public record NewTrial(
    Map<String, Param> params,
    Map<String, JsonNode> userAttributes,
    Map<String, JsonNode> systemAttributes) {
  /** Copies the maps and checks the fingerprint. */
  public NewTrial {
    params = copy(params);
    userAttributes = copy(userAttributes);
    systemAttributes = copy(systemAttributes);
    JsonNode fingerprint = userAttributes.get(Study.FINGERPRINT);
    if (fingerprint == null || !fingerprint.isTextual()) {
      throw new IllegalArgumentException(
          "fingerprint of a new trial is " + fingerprint + ", expected a text");
    }
  }

  /**
   * What makes it the same as another.
   *
   * @return the user attribute {@value Study#FINGERPRINT}
   */
  public String fingerprint() {
    return userAttributes.get(Study.FINGERPRINT).textValue();
  }

  private static <V> Map<String, V> copy(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
