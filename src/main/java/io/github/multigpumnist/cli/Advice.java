package io.github.multigpumnist.cli;

import io.github.multigpumnist.dataset.DataLocations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What to do about what a {@link Diagnosis} shows to be missing. */
final class Advice {
  private static final long UNPACKED_BYTES = 700_000_000;
  private static final long UNPACKED_GPU_BYTES = 1_300_000_000;
  private static final long COMFORTABLE_BYTES = 2L << 30;

  private static final String DEFAULT_DATASET = "mnist";

  private Advice() {}

  static List<String> on(Diagnosis found) {
    List<String> advice = new ArrayList<>();
    tensorFlow(found.tensorflow()).ifPresent(advice::add);
    gpu(found).ifPresent(advice::add);
    found.data().forEach(state -> data(state).ifPresent(advice::add));
    if (found.memory().availableBytes() < COMFORTABLE_BYTES) {
      advice.add(
          "Little memory is available: training two towers takes about 1.5 GiB; end other programs"
              + " or lower --batch-size and --towers.");
    }
    for (String log : found.crashLogs()) {
      advice.add(
          "A run crashed in native code; its last messages are in "
              + log
              + " (kept for a week, unless you delete it).");
    }
    return advice;
  }

  private static Optional<String> tensorFlow(Diagnosis.TensorFlowState state) {
    if (state.version() != null && state.error() == null) {
      return Optional.empty();
    }
    if (state.build().isEmpty()) {
      return Optional.of(
          "This build has no TensorFlow for this machine ("
              + System.getProperty("os.name")
              + ", "
              + System.getProperty("os.arch")
              + "): there is one for Linux on x86-64 and arm64 and macOS on arm64; build the program"
              + " on the machine it runs on.");
    }
    long needed = state.gpuBuild() ? UNPACKED_GPU_BYTES : UNPACKED_BYTES;
    if (!state.unpackedBefore() && state.cacheFreeBytes() < needed) {
      return Optional.of(
          "TensorFlow needs "
              + needed / 1_000_000
              + " MB to unpack its native files and "
              + state.cache()
              + " has no room: free some, or choose another folder by"
              + " JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=DIR.");
    }
    return Optional.of(
        "TensorFlow does not load: '--verbose' shows its own messages; if its unpacked files are"
            + " damaged, delete "
            + state.cache()
            + ".");
  }

  private static Optional<String> data(DataState state) {
    String fetch = "'multigpu-mnist data fetch --dataset " + state.name() + "'";
    if (state.folder() != null && !state.right()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "Data set %s in %s is damaged (%s): delete its bad files, then %s.",
              state.name(),
              state.folder(),
              state.problem(),
              fetch));
    }
    boolean needed = state.name().equals(DEFAULT_DATASET) && !state.right();
    return needed
        ? Optional.of(
            fetch
                + " downloads it (as 'train' does), or put its files into a folder and name that by"
                + " --data-dir or $"
                + DataLocations.VARIABLE
                + "; '--dataset digits' needs no files.")
        : Optional.empty();
  }

  private static Optional<String> gpu(Diagnosis found) {
    boolean kernel = found.nvidiaDriver() != null;
    boolean driver = kernel || found.cuda().driverCuda() != null;
    boolean build = found.tensorflow().gpuBuild();
    if (found.hasGpu() || (!driver && !build)) {
      return Optional.empty(); // used, or a CPU build on a machine without NVIDIA's driver
    }
    if (!driver) {
      return Optional.of(
          "NVIDIA's driver is not loaded, so training uses the CPU: install the driver (CUDA comes"
              + " with this build).");
    }
    if (!build) {
      return Optional.of(
          "NVIDIA's driver is here but this build of TensorFlow is for the CPU: build with"
              + " MULTIGPU_MNIST_MAVEN_ARGS=-Pgpu ./multigpu-mnist doctor.");
    }
    if (found.cuda().driverCuda() == null) {
      return Optional.of(
          "The kernel has NVIDIA's driver, but its library is not found, so training uses the CPU:"
              + " give the container the GPUs (docker run --gpus all), or install the driver whole.");
    }
    return Optional.of(
        found.cuda().problem() != null
            ? "Training uses the CPU: " + found.cuda().problem() + "."
            : "NVIDIA's driver is here but TensorFlow uses no GPU: 'doctor --verbose' shows why.");
  }
}
