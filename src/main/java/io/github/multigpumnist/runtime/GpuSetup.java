package io.github.multigpumnist.runtime;

import java.util.Locale;

/**
 * By which settings TensorFlow has set up the GPUs of a process. The first session that has GPUs
 * decides: of later ones TensorFlow ignores another share of memory in silence, and refuses another
 * number of virtual GPUs in words about its own inside.
 */
final class GpuSetup {
  static final GpuSetup OF_THIS_PROCESS = new GpuSetup();

  private GpuSettings inUse;

  /**
   * @throws IllegalStateException when the GPUs are set up otherwise already
   */
  synchronized void check(GpuSettings wanted) {
    if (inUse != null && !inUse.equals(wanted)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "this process uses its GPUs with %s already, not with %s: TensorFlow sets them up once a process",
              inWords(inUse),
              inWords(wanted)));
    }
  }

  /** To be told of every use. */
  synchronized void use(GpuSettings settings) {
    check(settings);
    inUse = settings;
  }

  private static String inWords(GpuSettings settings) {
    return settings.virtualGpus()
        + " virtual GPU(s) a card and memory fraction "
        + settings.memoryFraction();
  }
}
