package io.github.multigpumnist.compare;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where, when, with what and by which command figures were measured.
 *
 * @param command as typed
 * @param date when the report was written, ISO 8601
 * @param program its name and version
 * @param tensorflow its version
 * @param java its version
 * @param machine the computer
 * @param settings what every run was given, by the names of {@code train}'s flags
 */
public record Circumstances(
    String command,
    String date,
    String program,
    String tensorflow,
    String java,
    Machine machine,
    Map<String, String> settings) {

  /** Copies the map. */
  public Circumstances {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings)); // in their order
  }

  /**
   * A computer.
   *
   * @param cpu the processor's name
   * @param cores that the program may use
   * @param memoryGb in 10⁹ bytes
   * @param gpus NVIDIA's cards by name; empty when there are none
   * @param system the operating system
   */
  public record Machine(String cpu, int cores, double memoryGb, List<String> gpus, String system) {
    /** Copies the list. */
    public Machine {
      gpus = List.copyOf(gpus);
    }
  }
}
