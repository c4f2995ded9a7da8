package io.github.multigpumnist.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C and SIGTERM while something runs that must end tidily: the work is asked to stop and given
 * time; then the process ends with 128 + signal, as the JVM does on a signal.
 */
final class Interruption implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final AtomicBoolean requested = new AtomicBoolean();
  private static final CountDownLatch PROGRAM_DONE = new CountDownLatch(1);

  private final Thread hook = new Thread(this::stop, "interruption");

  private Interruption() {}

  static Interruption awaited() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void stop() {
    requested.set(true);
    try {
      PROGRAM_DONE.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets a signal end the process: called when the result is printed. */
  static void programDone() {
    PROGRAM_DONE.countDown();
  }

  boolean requested() {
    return requested.get();
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down: the hook waits for programDone, so that the last words are said.
    }
  }
}
