package io.github.multigpumnist.cli;

import io.github.multigpumnist.progress.Progress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Plain lines for a pipe or a log file, the first after two seconds, then every ten. */
final class LineProgress implements Progress {
  private static final long FIRST_NANOS = 2_000_000_000L;
  private static final long INTERVAL_NANOS = 10_000_000_000L;

  private final PrintStream stream;
  private final String task;
  private final long total;
  private final String unit;
  private final LongSupplier nanoClock;
  private final long start;
  private long next;
  private String remark = "";

  LineProgress(PrintStream stream, String task, long total, String unit, LongSupplier nanoClock) {
    this.stream = stream;
    this.task = task;
    this.total = total;
    this.unit = unit;
    this.nanoClock = nanoClock;
    this.start = nanoClock.getAsLong();
    this.next = start + FIRST_NANOS;
  }

  @Override
  public synchronized void at(long done) {
    long now = nanoClock.getAsLong();
    if (now < next) {
      return;
    }
    next = now + INTERVAL_NANOS;
    double seconds = (now - start) / 1e9;
    double rate = done / seconds;
    String share = total > 0 ? "/" + total : "";
    String percent = total > 0 ? String.format(Locale.ROOT, " (%.0f%%)", 100.0 * done / total) : "";
    String speed = rate < 1 ? "" : String.format(Locale.ROOT, ", %.0f %s/s", rate, unit);
    String left =
        total > 0 && rate > 0
            ? String.format(Locale.ROOT, ", %.0f s left", (total - done) / rate)
            : "";
    stream.println(
        String.format(
                Locale.ROOT, "%s: %d%s %s%s%s%s", task, done, share, unit, percent, speed, left)
            + remark);
  }

  @Override
  public synchronized void remark(String text) {
    remark = ", " + text;
  }

  @Override
  public void close() {}
}
