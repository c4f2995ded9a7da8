package io.github.multigpumnist.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SQLite file.
 *
 * @param file relative to the working folder, or absolute
 * @param patience how long to wait for another process's lock
 */
public record SqliteStorage(Path file, Duration patience) implements Storage {
  private static final Pattern URL = Pattern.compile("sqlite(\\+\\w+)?:///(?<file>[^?]+)");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Checks the patience. */
  public SqliteStorage {
    if (patience.isNegative()) {
      throw new IllegalArgumentException("patience is " + patience + ", expected 0 or more");
    }
  }

  /**
   * With the patience of a minute.
   *
   * @param file relative to the working folder, or absolute
   */
  public SqliteStorage(Path file) {
    this(file, PATIENCE);
  }

  static SqliteStorage parse(String url) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches() || parts.group("file").startsWith(":memory:")) {
      throw new IllegalArgumentException(
          "storage is " + url + ", expected " + FORMS + "; a database in memory does not last");
    }
    try {
      return new SqliteStorage(Path.of(parts.group("file")));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("storage is " + url + ", expected a file's path", e);
    }
  }

  @Override
  public SqliteStorage withPatience(Duration time) {
    return new SqliteStorage(file, time);
  }

  @Override
  public String toString() {
    return "sqlite:///" + file;
  }
}
