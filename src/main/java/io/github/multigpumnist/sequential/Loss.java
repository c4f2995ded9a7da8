package io.github.multigpumnist.sequential;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What training makes small. */
public enum Loss {
  /**
   * The mean of −log p[label] over the images, in nats. p is the softmax that the model ends with;
   * it is computed together with the logarithm, from the logits, so that no small p becomes 0.
   */
  @JsonProperty("categorical_crossentropy")
  CATEGORICAL_CROSSENTROPY
}
