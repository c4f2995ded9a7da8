package io.github.multigpumnist.study;

import java.time.Duration;

/** Where trials are kept: a SQLite file or a PostgreSQL database. Its text holds no password. */
public sealed interface Storage permits SqliteStorage, PostgresStorage {
  /** The two forms, for messages and help texts. */
  String FORMS =
      "sqlite:///FILE (four slashes for an absolute path) or"
          + " postgresql://[user[:password]@]host[:port]/database";

  /**
   * Reads a storage URL as SQLAlchemy writes it.
   *
   * @param url {@code sqlite:///FILE} or {@code postgresql://…}; a driver as in {@code
   *     postgresql+psycopg2://} is passed over
   * @return the storage; nothing is opened yet
   * @throws IllegalArgumentException when it is neither; the message holds no password
   */
  static Storage parse(String url) {
    String scheme = url.contains("://") ? url.substring(0, url.indexOf("://")) : "";
    return switch (scheme.replaceFirst("\\+\\w+$", "")) {
      case "sqlite" -> SqliteStorage.parse(url);
      case "postgresql" -> PostgresStorage.parse(url);
      default -> {
        String shown = scheme.isEmpty() ? url.replaceFirst(".*@", "…@") : scheme + "://…";
        throw new IllegalArgumentException("storage is " + shown + ", expected " + FORMS);
      }
    };
  }

  /**
   * How long a call goes on trying while the database is locked or away.
   *
   * @return the time after which it fails
   */
  Duration patience();

  /**
   * The same storage with another patience.
   *
   * @param patience see {@link #patience}
   * @return a copy
   */
  Storage withPatience(Duration patience);
}
