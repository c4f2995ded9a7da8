package io.github.multigpumnist.compare;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one run of one combination came to: the content of a measurement's file.
 *
 * @param identity everything that decides the figures, by name
 * @param repeat from 1
 * @param started when the process was started, ISO 8601
 * @param seconds until it ended
 * @param imagesPerSecond null when the run was too short
 * @param inputWaitShare 0 to 1; null when the run was too short
 * @param secondsToFirstStep from the start of the process
 * @param peakMemoryMb resident memory of the process at its highest, in 10⁶ bytes; null where the
 *     system does not tell
 * @param accuracy on the test images, 0 to 1
 * @param loss on the test images: mean cross entropy, in nats
 * @param validations after each epoch
 */
public record Measurement(
    Map<String, String> identity,
    int repeat,
    String started,
    double seconds,
    Double imagesPerSecond,
    Double inputWaitShare,
    Double secondsToFirstStep,
    Double peakMemoryMb,
    Double accuracy,
    Double loss,
    List<Validation> validations) {

  /**
   * An epoch's end.
   *
   * @param epoch from 1
   * @param seconds since the process was started
   * @param accuracy on the validation images, 0 to 1
   */
  public record Validation(int epoch, double seconds, double accuracy) {}

  /** Copies the collections. */
  public Measurement {
    identity = Collections.unmodifiableMap(new TreeMap<>(identity)); // in a file, the same order
    validations = List.copyOf(validations);
  }

  /** Seconds until the validation accuracy was first reached; null when it never was. */
  Double secondsTo(double target) {
    return validations.stream()
        .filter(v -> v.accuracy() >= target)
        .map(Validation::seconds)
        .findFirst()
        .orElse(null);
  }
}
