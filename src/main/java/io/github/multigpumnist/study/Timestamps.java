package io.github.multigpumnist.study;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/** Optuna's times: UTC without a zone, to the microsecond. */
final class Timestamps {
  private static final DateTimeFormatter WRITTEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter READ =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter(Locale.ROOT);

  private Timestamps() {}

  static String now() {
    return WRITTEN.format(Instant.now());
  }

  static Optional<Instant> read(String text, String what) throws StoreException {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDateTime.parse(text, READ).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      throw new StoreException(
          what + " is \"" + text + "\", expected a time such as 2026-01-31 23:59:59.000000", e);
    }
  }
}
