package io.github.multigpumnist.runtime;

/**
 * One training step, as asked for.
 *
 * @param examples of all towers together, 1 or more
 * @param learningRate of this step
 * @param summary whether to bring back the summaries; the graph must have them
 * @param placement whether to bring back which operation ran where
 * @param accuracy whether to bring back how many examples were right; the graph must count them
 */
public record StepRequest(
    int examples, double learningRate, boolean summary, boolean placement, boolean accuracy) {

  /**
   * A step that brings back the loss only.
   *
   * @param examples of all towers together, 1 or more
   * @param learningRate of this step
   */
  public StepRequest(int examples, double learningRate) {
    this(examples, learningRate, false, false, false);
  }
}
