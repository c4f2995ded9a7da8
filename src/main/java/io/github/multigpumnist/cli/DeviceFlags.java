package io.github.multigpumnist.cli;

import io.github.multigpumnist.runtime.Devices;

/** The flags that choose towers and their devices. */
final class DeviceFlags {
  static final int MOST_TOWERS = 256;

  private DeviceFlags() {}

  static Flags addTo(Flags flags, int towers) {
    return flags
        .group("Towers and devices")
        .value("towers", "N", Integer.toString(towers), "replicas that work side by side")
        .alias("num-gpus", "towers")
        .value(
            "devices",
            "LIST",
            "auto",
            "auto: the GPUs there are, else logical CPUs; gpu; cpu; or such as gpu:0,gpu:1")
        .value("gpu-memory-fraction", "F", "0", "share of each GPU's memory; 0: grows as needed");
  }

  static Devices read(Arguments arguments) {
    return Devices.choose(
        arguments.string("devices"),
        arguments.integer("towers", 1, MOST_TOWERS),
        arguments.number("gpu-memory-fraction", 0, 1));
  }
}
