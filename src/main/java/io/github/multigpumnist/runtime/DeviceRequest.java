package io.github.multigpumnist.runtime;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * What a run wants of this machine's devices.
 *
 * @param devices {@code auto}: the GPUs there are, shared when towers outnumber them, else logical
 *     CPUs; {@code gpu}: GPUs or an error; {@code cpu}; or a list such as {@code
 *     gpu:0,gpu:1,cpu:0}, shared in turns when towers outnumber it
 * @param towers how many; empty: one on each device where a GPU is among them, else {@code
 *     towersWithoutGpu}
 * @param towersWithoutGpu how many there are on CPUs when nothing is said, 1 or more
 * @param variables where variables, their averaging and their update are: {@code cpu}; {@code gpu},
 *     the first tower's; or a list such as {@code gpu:0,gpu:1}, over which they are spread by size
 * @param gpus how GPUs are used
 */
public record DeviceRequest(
    String devices, OptionalInt towers, int towersWithoutGpu, String variables, GpuSettings gpus) {

  /** Checks the numbers. */
  public DeviceRequest {
    checkTowers(towersWithoutGpu);
    towers.ifPresent(DeviceRequest::checkTowers);
  }

  private static void checkTowers(int towers) {
    if (towers < 1) {
      throw new IllegalArgumentException("towers is " + towers + ", expected 1 or more");
    }
  }

  /**
   * So many towers, their variables on the CPU.
   *
   * @param devices as the component
   * @param towers how many, 1 or more
   * @return the request
   */
  public static DeviceRequest of(String devices, int towers) {
    return new DeviceRequest(devices, OptionalInt.of(towers), towers, "cpu", GpuSettings.USUAL);
  }

  /** Whether it depends on the GPUs that this machine has. */
  boolean asksForGpus() {
    String all = (devices + " " + variables).toLowerCase(Locale.ROOT);
    return devices.equals("auto") || all.contains("gpu");
  }
}
