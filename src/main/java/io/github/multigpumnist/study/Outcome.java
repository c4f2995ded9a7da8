package io.github.multigpumnist.study;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a network's training came to, beside its accuracy.
 *
 * @param epochs passes over the training data; 0 when the study does not tell
 * @param bestEpoch the pass whose weights were scored, from 1; 0 when the study does not tell
 * @param validationLoss of those weights
 * @param seconds wall time; 0 when the study does not tell
 * @param parameters numbers that are trained; 0 when the study does not tell
 */
public record Outcome(
    int epochs, int bestEpoch, double validationLoss, double seconds, long parameters) {
  private static final String EPOCHS = "epochs";
  private static final String BEST_EPOCH = "best_epoch";
  private static final String VALIDATION_LOSS = "validation_loss";
  private static final String SECONDS = "seconds";
  private static final String PARAMETERS = "parameters";

  /** The trial's attributes. */
  Map<String, Object> attributes() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put(EPOCHS, epochs);
    attributes.put(BEST_EPOCH, bestEpoch);
    attributes.put(VALIDATION_LOSS, validationLoss);
    attributes.put(SECONDS, seconds);
    attributes.put(PARAMETERS, parameters);
    return attributes;
  }

  /** Empty when the attributes are another program's. */
  static Optional<Outcome> of(Map<String, Object> attributes) {
    return attributes.get(VALIDATION_LOSS) instanceof Number loss
        ? Optional.of(
            new Outcome(
                number(attributes, EPOCHS).intValue(),
                number(attributes, BEST_EPOCH).intValue(),
                loss.doubleValue(),
                number(attributes, SECONDS).doubleValue(),
                number(attributes, PARAMETERS).longValue()))
        : Optional.empty();
  }

  private static Number number(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Number number ? number : 0;
  }
}
