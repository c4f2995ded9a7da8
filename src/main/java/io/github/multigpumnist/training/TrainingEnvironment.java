package io.github.multigpumnist.training;

import io.github.multigpumnist.progress.Progress;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What a run uses of the world around it.
 *
 * @param clock dates in the log
 * @param stopRequested asked after every step: true ends the run with a checkpoint
 * @param log takes lines for people
 * @param progress shows how far an epoch is
 */
public record TrainingEnvironment(
    Clock clock, BooleanSupplier stopRequested, Consumer<String> log, Progress.Reporter progress) {

  /**
   * A silent run that nothing interrupts.
   *
   * @return for tests and library use
   */
  public static TrainingEnvironment silent() {
    return new TrainingEnvironment(
        Clock.systemDefaultZone(), () -> false, line -> {}, Progress.Reporter.SILENT);
  }
}
