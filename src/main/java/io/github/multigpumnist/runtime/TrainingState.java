package io.github.multigpumnist.runtime;

import java.util.Map;

/**
 * Everything that a training step changes, copied out of a session.
 *
 * @param model values of the model's variables and their moving averages, row-major, by name
 * @param optimizer values of the optimizer's slots and accumulators, row-major, by name
 * @param globalStep steps done
 */
public record TrainingState(
    Map<String, float[]> model, Map<String, float[]> optimizer, long globalStep) {

  /**
   * The same values after another number of steps.
   *
   * @param step steps done
   * @return otherwise like this one
   */
  public TrainingState atStep(long step) {
    return new TrainingState(model, optimizer, step);
  }
}
