package io.github.multigpumnist.cli;

import io.github.multigpumnist.runtime.GpuSettings;

/** The flags that say how a process uses its GPUs. */
final class GpuFlags {
  static final String VIRTUAL = "virtual-gpus";
  private static final String MEMORY = "gpu-memory-fraction";
  private static final int MOST_VIRTUAL = 64;

  private GpuFlags() {}

  static Flags addTo(Flags flags) {
    return addVirtual(flags, "1")
        .value(MEMORY, "F", "0", "share of each card's memory; 0: grows as needed");
  }

  /**
   * @param fallback null for none
   */
  static Flags addVirtual(Flags flags, String fallback) {
    return flags.value(
        VIRTUAL,
        "N",
        fallback,
        "GPUs that each card is divided into, to try several towers on one");
  }

  static GpuSettings read(Arguments arguments) {
    return new GpuSettings(virtual(arguments), arguments.number(MEMORY, 0, 1));
  }

  static int virtual(Arguments arguments) {
    return arguments.integer(VIRTUAL, 1, MOST_VIRTUAL);
  }
}
