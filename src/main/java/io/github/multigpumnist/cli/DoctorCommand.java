package io.github.multigpumnist.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.multigpumnist.runtime.DeviceInfo;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code doctor}: what is here, what is missing, and what to do about it. */
final class DoctorCommand implements Command {

  @Override
  public String name() {
    return "doctor";
  }

  @Override
  public String summary() {
    return "Checks this machine: versions, devices, memory, data, and what is missing.";
  }

  @Override
  public Flags flags() {
    return DataFlags.withDataDir(new Flags().group("Data"));
  }

  /**
   * As {@code --json} prints it.
   *
   * @param found the facts
   * @param advice what to do, a sentence each
   * @param canTrain whether training works here, at least on the CPU
   */
  record Report(@JsonUnwrapped Diagnosis found, List<String> advice, boolean canTrain) {}

  @Override
  public Object run(Arguments arguments, Console console) throws Exception {
    Diagnosis found = Examination.run(DataFlags.locations(arguments));
    List<String> advice = Advice.on(found);
    boolean canTrain = !found.devices().isEmpty();
    print(found, console);
    advice.forEach(line -> console.say("  > " + line));
    Report report = new Report(found, advice, canTrain);
    if (!canTrain) {
      console.result(report);
      throw new IllegalStateException("training cannot work here: " + found.tensorflow().error());
    }
    console.say(advice.isEmpty() ? "All is well." : "Training works here; see > above.");
    return report;
  }

  private static void print(Diagnosis found, Console console) {
    Diagnosis.TensorFlowState tensorflow = found.tensorflow();
    row(console, "program", Version.line());
    row(console, "java", found.java() + ", heap up to " + size(found.memory().heapBytes()));
    row(
        console,
        "tensorflow",
        (tensorflow.version() == null ? "does not load" : tensorflow.version())
            + (tensorflow.build().isEmpty() ? "" : ", build " + tensorflow.build())
            + (tensorflow.error() == null ? "" : ": " + tensorflow.error()));
    row(
        console,
        "native cache",
        tensorflow.cache()
            + (tensorflow.unpackedBefore() ? "" : " (unpacked now)")
            + ", "
            + size(tensorflow.cacheFreeBytes())
            + " free");
    row(
        console,
        "devices",
        found.devices().stream().map(DoctorCommand::device).collect(Collectors.joining(", ")));
    GpuRows.of(found).forEach(row -> row(console, row.name(), row.text()));
    row(console, "cpu", found.cpu().model() + ", " + found.cpu().cores() + " cores");
    row(
        console,
        "instructions",
        found.cpu().instructionSets().isEmpty()
            ? "unknown"
            : String.join(" ", found.cpu().instructionSets()));
    row(
        console,
        "bfloat16",
        found.bfloat16Fast()
            ? "fast: --precision bfloat16 trains faster than float32"
            : "emulated: float32 is faster on this CPU");
    row(
        console,
        "memory",
        size(found.memory().totalBytes())
            + ", "
            + size(found.memory().availableBytes())
            + " available");
    found.data().forEach(state -> row(console, "data", state.toString()));
  }

  private static String device(DeviceInfo device) {
    return device.shortName() + (device.isGpu() ? " (" + size(device.memoryBytes()) + ")" : "");
  }

  private static void row(Console console, String name, String text) {
    console.say(String.format(Locale.ROOT, "%-13s %s", name, text));
  }

  static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }
}
