package io.github.multigpumnist.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The GPUs that TensorFlow sees.
 *
 * @param names such as {@code /gpu:0}
 * @param visible the user's choice of cards, such as {@code CUDA_VISIBLE_DEVICES=1,0}; TensorFlow
 *     numbers these alone
 * @param missing why there is none; empty as well when none was looked for
 */
record SeenGpus(List<String> names, Optional<String> visible, Optional<String> missing) {

  static SeenGpus among(List<DeviceInfo> devices) {
    return new SeenGpus(
        devices.stream()
            .filter(DeviceInfo::isGpu)
            .map(gpu -> "/" + gpu.shortName().toLowerCase(Locale.ROOT))
            .toList(),
        Cuda.visibleDevices(),
        Cuda.whyNoGpu());
  }

  /**
   * @throws IllegalArgumentException when there is none
   */
  List<String> atLeastOne() {
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "--devices gpu: "
              + inWords()
              + " ('multigpu-mnist doctor' tells more; --devices auto takes CPUs)");
    }
    return names;
  }

  /**
   * Devices of a list such as {@code gpu:0,cpu:0}, every GPU of which is there.
   *
   * @param flag that the list is of
   * @param expected what the flag takes
   * @throws IllegalArgumentException naming the word that is no device, or none there is
   */
  List<String> listed(String flag, String list, String expected) {
    List<String> devices = new ArrayList<>();
    for (String word : list.split(",", -1)) {
      String device = "/" + word.trim().toLowerCase(Locale.ROOT);
      if (!device.matches("/[cg]pu:\\d{1,3}")) {
        throw bad(flag, list, word, "is no device, expected " + expected);
      }
      if (device.startsWith("/gpu") && !names.contains(device)) {
        throw bad(flag, list, word, "is not there, " + inWords());
      }
      devices.add(device);
    }
    return devices;
  }

  private static IllegalArgumentException bad(
      String flag, String list, String word, String problem) {
    return new IllegalArgumentException(flag + " " + list + ": '" + word + "' " + problem);
  }

  String inWords() {
    String found =
        names.isEmpty()
            ? "no GPU" + missing.map(reason -> ": " + reason).orElse("")
            : String.join(", ", names);
    return "TensorFlow sees " + found + visible.map(choice -> " (" + choice + ")").orElse("");
  }

  /** What there is to say where GPUs are used; empty when all cards are, as they are. */
  String details(GpuSettings settings) {
    List<String> details = new ArrayList<>();
    if (settings.virtualGpus() > 1) {
      details.add(settings.virtualGpus() + " virtual GPUs a card");
    }
    visible.ifPresent(details::add);
    return details.isEmpty() ? "" : " (" + String.join(", ", details) + ")";
  }
}
