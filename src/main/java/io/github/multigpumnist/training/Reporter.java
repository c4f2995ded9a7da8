package io.github.multigpumnist.training;

import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.runtime.StepRequest.Extra;
import io.github.multigpumnist.runtime.StepResult;
import java.io.IOException;
import java.util.Set;

/** Who is told of a run's steps and epochs, in this order. */
sealed interface Reporter permits RunReporter, EpochReporter {

  /** Asks what is wanted of a step besides its loss. */
  Set<Extra> beforeStep(long step, double learningRate) throws IOException;

  /** Takes what a step has brought back. */
  void afterStep(long step, int examples, StepResult result, Throughput throughput, Progress bar)
      throws IOException;

  /**
   * Takes an epoch's end.
   *
   * @param epochs completed
   * @param validation null when there are no validation images
   * @return whether the run may go on
   */
  boolean epoch(long step, long epochs, Evaluation validation) throws IOException;
}
