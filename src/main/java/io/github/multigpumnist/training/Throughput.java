package io.github.multigpumnist.training;

import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * Images a second, by the wall clock while steps run: waiting for input counts, evaluation and
 * checkpoints do not. The first steps are left out of the whole run's figures.
 *
 * <p>A step waits for input while an epoch's order is made and its pipelines are begun, while
 * tensors to feed are made, and in the graph from when it begins to get a tower's examples until
 * they are there, on average over the towers: a tower can do nothing before, all its operations but
 * the reading of variables need them. Two operations that read the clock of the tower's machine
 * tell the last: they cost microseconds, so that every step is measured, and not a few that a trace
 * has slowed down. Other towers' work is no waiting, nor is TensorFlow's own beginning of a step,
 * nor the copying of examples to a GPU.
 */
final class Throughput {
  private static final int WARM_UP_STEPS = 20;
  private final LongSupplier nanoClock;
  private long last;
  private long steps;
  private long totalImages;
  private long totalNanos;
  private double totalWaitSeconds;
  private double waitSeconds;
  private long windowImages;
  private long windowNanos;
  private long windowSteps;

  Throughput(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Starts the clock, at first and after every pause. */
  void resume() {
    last = nanoClock.getAsLong();
  }

  /** Takes time of the coming step, or of the one under way, in which it waited for input. */
  void waited(double seconds) {
    waitSeconds += seconds;
  }

  /** Takes a step and the time since the last one. */
  void step(int images) {
    long now = nanoClock.getAsLong();
    long nanos = now - last;
    last = now;
    steps++;
    if (steps > WARM_UP_STEPS) {
      totalImages += images;
      totalNanos += nanos;
      totalWaitSeconds += Math.min(waitSeconds, nanos / 1e9);
    }
    waitSeconds = 0;
    windowImages += images;
    windowNanos += nanos;
    windowSteps++;
  }

  /** Since the last {@link #newWindow}. */
  double windowImagesPerSecond() {
    return windowImages / (windowNanos / 1e9);
  }

  double windowSecondsPerStep() {
    return windowNanos / 1e9 / windowSteps;
  }

  void newWindow() {
    windowImages = 0;
    windowNanos = 0;
    windowSteps = 0;
  }

  /** Over the run; empty when it was too short. */
  OptionalDouble imagesPerSecond() {
    return totalNanos == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(totalImages / (totalNanos / 1e9));
  }

  /** Over the run, 0 to 1; empty when it was too short. */
  OptionalDouble inputWaitShare() {
    return totalNanos == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(totalWaitSeconds / (totalNanos / 1e9));
  }
}
