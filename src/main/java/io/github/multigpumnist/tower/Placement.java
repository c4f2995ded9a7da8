package io.github.multigpumnist.tower;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the parts of a graph go, as TensorFlow names devices.
 *
 * @param towers a device for each tower, such as {@code /gpu:0} or {@code
 *     /job:worker/task:1/gpu:0}; a device may stand twice
 * @param variables the devices that the variables, their averaging and their updates are spread
 *     over by size, usually {@code /cpu:0} alone
 */
public record Placement(List<String> towers, List<String> variables) {

  /** Checks that there is a tower, and a place for the variables. */
  public Placement {
    if (towers.isEmpty()) {
      throw new IllegalArgumentException("towers is 0, expected 1 or more");
    }
    if (variables.isEmpty()) {
      throw new IllegalArgumentException("devices of the variables: 0, expected 1 or more");
    }
    towers = List.copyOf(towers);
    variables = List.copyOf(variables);
  }

  /**
   * Towers on logical CPU devices, variables on the first.
   *
   * @param towers how many
   * @return tower i on {@code /cpu:i}
   */
  public static Placement onCpus(int towers) {
    return new Placement(
        IntStream.range(0, towers).mapToObj(i -> "/cpu:" + i).toList(), List.of("/cpu:0"));
  }

  /**
   * Where there is one of a thing: the step counter, the loss, the rate, checkpoints.
   *
   * @return the first CPU of the machine that holds the first variables: there is no GPU that reads
   *     and writes files
   */
  public String main() {
    return cpuBeside(variables.get(0));
  }

  /**
   * Where a tower's examples are read: on the machine that uses them.
   *
   * @param tower its number
   * @return the first CPU of the tower's machine
   */
  public String host(int tower) {
    return cpuBeside(towers.get(tower));
  }

  /** The first CPU of a device's machine. */
  static String cpuBeside(String device) {
    return device.substring(0, device.lastIndexOf('/')) + "/cpu:0";
  }
}
