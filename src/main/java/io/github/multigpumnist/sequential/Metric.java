package io.github.multigpumnist.sequential;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What training measures beside the loss. */
public enum Metric {
  /**
   * Share of images whose most probable class is their label, 0 to 1; of the training images in
   * each batch before its update, as Keras measures it.
   */
  @JsonProperty("accuracy")
  ACCURACY
}
