package io.github.multigpumnist.cli;

import io.github.multigpumnist.compare.JavaTrainProcess;

/**
 * Ends a process that {@code compare} started, when {@code compare} is killed: it would go on for
 * nobody, and slow down what is measured next.
 */
final class ParentWatch {
  private static final int ENDED = 143;

  private ParentWatch() {}

  /** Does nothing in a process that was started otherwise. */
  static void begin() {
    Long parent = Long.getLong(JavaTrainProcess.PARENT);
    if (parent != null) {
      ProcessHandle.of(parent)
          .ifPresentOrElse(process -> process.onExit().thenRun(ParentWatch::end), ParentWatch::end);
    }
  }

  private static void end() {
    Runtime.getRuntime().halt(ENDED); // what it has so far is of no use
  }
}
