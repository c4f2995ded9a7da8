package io.github.multigpumnist.runtime;

import io.github.multigpumnist.runtime.ClusterProbe.Finding;
import io.github.multigpumnist.runtime.ClusterProbe.Silent;
import io.github.multigpumnist.runtime.ClusterProbe.Speaking;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The patience with which tasks are waited for, all of them together. */
final class ClusterWait {
  private static final long BETWEEN_MILLIS = 500;
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  /** A server of this program says what it is right after its start. */
  private static final Duration MUTE = Duration.ofSeconds(10);

  private final Duration limit;
  private final BooleanSupplier stopRequested;
  private final Consumer<String> log;
  private final long begun = System.nanoTime();

  ClusterWait(Duration limit, BooleanSupplier stopRequested, Consumer<String> log) {
    this.limit = limit;
    this.stopRequested = stopRequested;
    this.log = log;
  }

  ClusterHandshake forAnswer(ClusterProbe probe) throws IOException {
    Duration lastLine = null;
    Duration mute = null;
    while (true) {
      Finding finding = probe.ask();
      if (finding instanceof Speaking speaking) {
        return speaking.handshake();
      }
      Duration now = passed();
      String reason = finding instanceof Silent silent ? silent.reason() : "not ready yet";
      if (finding instanceof Silent) {
        mute = null;
      } else if (mute == null) {
        mute = now;
      } else if (now.minus(mute).compareTo(MUTE) > 0) {
        throw new IOException(probe.who() + " is no server of multigpu-mnist, expected one");
      }
      if (now.compareTo(limit) >= 0) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s did not answer within %d s: %s",
                probe.who(),
                limit.toSeconds(),
                reason));
      }
      if (lastLine == null || now.minus(lastLine).compareTo(BETWEEN_LINES) >= 0) {
        log.accept("waiting for " + probe.who() + " (" + reason + ")");
        lastLine = now;
      }
      pause(probe);
    }
  }

  private void pause(ClusterProbe probe) throws InterruptedIOException {
    try {
      Thread.sleep(BETWEEN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (stopRequested.getAsBoolean() || Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted while waiting for " + probe.who());
    }
  }

  private Duration passed() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
