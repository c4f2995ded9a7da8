package io.github.multigpumnist.cli;

import java.util.stream.Stream;

/** The genetic search as a program of its own: {@code multigpu-mnist genetic}. */
public final class GeneticMain {
  private GeneticMain() {}

  /**
   * Searches and ends the process, as {@link MultiGpuMnist#main} does.
   *
   * @param args the flags of {@code multigpu-mnist genetic}
   */
  public static void main(String[] args) {
    MultiGpuMnist.main(Stream.concat(Stream.of("genetic"), Stream.of(args)).toArray(String[]::new));
  }
}
