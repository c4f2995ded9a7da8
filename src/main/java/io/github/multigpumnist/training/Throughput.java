package io.github.multigpumnist.training;

import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * Images a second, by the wall clock while steps run: waiting for input counts, evaluation and
 * checkpoints do not. The first steps are left out of the whole run's figure.
 */
final class Throughput {
  private static final int WARM_UP_STEPS = 20;
  private final LongSupplier nanoClock;
  private long last;
  private long steps;
  private long totalImages;
  private long totalNanos;
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

  /** Takes a step and the time since the last one. */
  void step(int images) {
    long now = nanoClock.getAsLong();
    long nanos = now - last;
    last = now;
    steps++;
    if (steps > WARM_UP_STEPS) {
      totalImages += images;
      totalNanos += nanos;
    }
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
}
