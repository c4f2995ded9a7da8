package io.github.multigpumnist.cli;

import io.github.multigpumnist.runtime.DeviceRequest;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.runtime.GpuSettings;
import java.util.OptionalInt;

/** The flags that choose towers and their devices. */
final class DeviceFlags {
  static final int MOST_TOWERS = 256;
  static final String VARIABLES = "variables";
  private static final String TOWERS = "towers";

  private DeviceFlags() {}

  /**
   * @param towersWithoutGpu how many there are by default where no GPU is used
   */
  static Flags addTo(Flags flags, int towersWithoutGpu) {
    flags
        .group("Towers and devices")
        .value(
            TOWERS,
            "N",
            null,
            "replicas that work side by side (default: one a GPU that is used, without one "
                + towersWithoutGpu
                + ")")
        .alias("num-gpus", TOWERS)
        .value(
            "devices",
            "LIST",
            "auto",
            "auto: the GPUs there are, else logical CPUs; gpu; cpu; or such as gpu:0,gpu:1");
    return GpuFlags.addTo(addVariables(flags, "cpu"));
  }

  /**
   * @param fallback null for none
   */
  static Flags addVariables(Flags flags, String fallback) {
    return flags.value(
        VARIABLES,
        "LIST",
        fallback,
        "where variables are kept, averaged and updated: cpu; gpu: the first tower's; or such as"
            + " gpu:0,gpu:1, spread by size");
  }

  static Devices read(Arguments arguments, int towersWithoutGpu) {
    return Devices.choose(
        new DeviceRequest(
            arguments.string("devices"),
            towers(arguments),
            towersWithoutGpu,
            arguments.string(VARIABLES),
            GpuFlags.read(arguments)));
  }

  /** How many {@link #read} gives when nothing is said, by flags of which some may be missing. */
  static int usualTowers(Arguments arguments, int towersWithoutGpu) {
    int virtual = arguments.given(GpuFlags.VIRTUAL) ? GpuFlags.virtual(arguments) : 1;
    DeviceRequest request =
        new DeviceRequest(
            arguments.string("devices"),
            OptionalInt.empty(),
            towersWithoutGpu,
            arguments.optional(VARIABLES).orElse("cpu"),
            new GpuSettings(virtual, 0));
    return Devices.choose(request).placement().towers().size();
  }

  /** Empty when nothing is said. */
  static OptionalInt towers(Arguments arguments) {
    return arguments.given(TOWERS)
        ? OptionalInt.of(arguments.integer(TOWERS, 1, MOST_TOWERS))
        : OptionalInt.empty();
  }
}
