package io.github.multigpumnist.cli;

import java.util.stream.Stream;

/** The brute-force search as a program of its own: {@code multigpu-mnist brute}. */
public final class BruteMain {
  private BruteMain() {}

  /**
   * Searches and ends the process, as {@link MultiGpuMnist#main} does.
   *
   * @param args the flags of {@code multigpu-mnist brute}
   */
  public static void main(String[] args) {
    MultiGpuMnist.main(Stream.concat(Stream.of("brute"), Stream.of(args)).toArray(String[]::new));
  }
}
