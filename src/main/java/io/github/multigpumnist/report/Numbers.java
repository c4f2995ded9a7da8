package io.github.multigpumnist.report;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them, the same in every country. */
public final class Numbers {
  private Numbers() {}

  /**
   * With four decimals, as accuracies are given.
   *
   * @param value any number
   * @return infinity as Optuna shows it: {@code inf} or {@code -inf}
   */
  public static String short4(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** Such as {@code 3.2 s}, {@code 4:05 min} or {@code 2:00:07 h}. */
  static String duration(double seconds) {
    Duration d = Duration.ofMillis(Math.round(seconds * 1000));
    if (d.toMinutes() < 1) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return d.toHours() < 1
        ? String.format(Locale.ROOT, "%d:%02d min", d.toMinutes(), d.toSecondsPart())
        : String.format(
            Locale.ROOT, "%d:%02d:%02d h", d.toHours(), d.toMinutesPart(), d.toSecondsPart());
  }
}
