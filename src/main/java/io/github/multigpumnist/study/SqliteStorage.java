package io.github.multigpumnist.study;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
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
  private static final Pattern ENCODED = Pattern.compile("(%[0-9A-Fa-f]{2})+");
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
    String written = parts.group("file");
    try {
      Path file = Path.of(decoded(written));
      Path literal = Path.of(written);
      if (!literal.equals(file) && Files.exists(literal) && !Files.exists(file)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "storage is %s, which means the file \"%s\"; expected %s for the file \"%s\" that is there",
                url,
                file,
                new SqliteStorage(literal),
                literal));
      }
      return new SqliteStorage(file);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("storage is " + url + ", expected a file's path", e);
    }
  }

  /** As SQLAlchemy does: a percent sign without two hexadecimal digits and a plus stay. */
  private static String decoded(String text) {
    return ENCODED
        .matcher(text)
        .replaceAll(
            run ->
                Matcher.quoteReplacement(URLDecoder.decode(run.group(), StandardCharsets.UTF_8)));
  }

  @Override
  public SqliteStorage withPatience(Duration time) {
    return new SqliteStorage(file, time);
  }

  /** A URL that means this file. */
  @Override
  public String toString() {
    return "sqlite:///" + file.toString().replace("%", "%25").replace("?", "%3F");
  }
}
