package io.github.multigpumnist.runtime;

import java.util.OptionalDouble;
import java.util.Set;

/**
 * One training step, as asked for.
 *
 * @param examples of all towers together, 1 or more
 * @param learningRate of this step
 * @param momentum of this step; empty: the optimizer's
 * @param extras what to bring back besides the loss
 */
public record StepRequest(
    int examples, double learningRate, OptionalDouble momentum, Set<Extra> extras) {

  /** What a step can bring back besides the loss. */
  public enum Extra {
    /** The summaries for TensorBoard; the graph must have them. */
    SUMMARY,
    /** Which operation ran where. */
    PLACEMENT,
    /** How many examples were right; the graph must count them. */
    ACCURACY,
    /** When each operation ran; slows the step down. */
    TRACE
  }

  /** Copies the set. */
  public StepRequest {
    extras = Set.copyOf(extras);
  }

  /**
   * A step that brings back the loss only.
   *
   * @param examples of all towers together, 1 or more
   * @param learningRate of this step
   */
  public StepRequest(int examples, double learningRate) {
    this(examples, learningRate, OptionalDouble.empty(), Set.of());
  }

  boolean wants(Extra extra) {
    return extras.contains(extra);
  }
}
