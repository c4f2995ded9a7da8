package io.github.multigpumnist.tower;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the parts of a graph go, as TensorFlow names devices.
 *
 * @param towers a device for each tower, such as {@code /gpu:0}; a device may stand twice
 * @param variables the device of all variables and of averaging, usually {@code /cpu:0}
 */
public record Placement(List<String> towers, String variables) {

  /** Checks that there is a tower. */
  public Placement {
    if (towers.isEmpty()) {
      throw new IllegalArgumentException("towers is 0, expected 1 or more");
    }
    towers = List.copyOf(towers);
  }

  /**
   * Towers on logical CPU devices, variables on the first.
   *
   * @param towers how many
   * @return tower i on {@code /cpu:i}
   */
  public static Placement onCpus(int towers) {
    return new Placement(IntStream.range(0, towers).mapToObj(i -> "/cpu:" + i).toList(), "/cpu:0");
  }
}
