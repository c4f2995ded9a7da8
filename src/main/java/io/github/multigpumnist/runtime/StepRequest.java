package io.github.multigpumnist.runtime;

/**
 * One training step, as asked for.
 *
 * @param examples of all towers together, 1 or more
 * @param learningRate of this step
 * @param summary whether to bring back the summaries; the graph must have them
 * @param placement whether to bring back which operation ran where
 */
public record StepRequest(int examples, double learningRate, boolean summary, boolean placement) {

  /**
   * A step that brings back the loss only.
   *
   * @param examples of all towers together, 1 or more
   * @param learningRate of this step
   */
  public StepRequest(int examples, double learningRate) {
    this(examples, learningRate, false, false);
  }
}
