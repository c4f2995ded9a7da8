package io.github.multigpumnist.study;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A database of a PostgreSQL server. The password is the URL's, else {@code PGPASSWORD}'s, else
 * that of {@code .pgpass} (or {@code PGPASSFILE}); it is in no text this class gives.
 */
public final class PostgresStorage implements Storage {
  private static final Pattern URL =
      Pattern.compile(
          "postgresql(\\+\\w+)?://((?<user>[^:/@?]*)(:(?<password>[^@]*))?@)?"
              + "(?<host>\\[[^\\]]+\\]|[^:/?@]+)(:(?<port>\\d{1,5}))?/(?<database>[^/?]+)"
              + "(\\?(?<options>.*))?");
  private static final Set<String> OPTIONS = Set.of("sslmode", "sslrootcert", "sslcert", "sslkey");
  private static final int PORT = 5432;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final String host;
  private final int port;
  private final String database;
  private final String user;
  private final String password; // null: the driver looks into .pgpass
  private final Map<String, String> options;
  private final Duration patience;

  private PostgresStorage(
      String host,
      int port,
      String database,
      String user,
      String password,
      Map<String, String> options,
      Duration patience) {
    this.host = host;
    this.port = port;
    this.database = database;
    this.user = user;
    this.password = password;
    this.options = options;
    this.patience = patience;
  }

  static PostgresStorage parse(String url) {
    return parse(url, System.getenv());
  }

  static PostgresStorage parse(String url, Map<String, String> environment) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      // The URL is not shown: what does not parse may hold a password anywhere.
      throw new IllegalArgumentException(
          "storage is a postgresql:// URL of another form, expected postgresql://"
              + "[user[:password]@]host[:port]/database (sockets are not supported; characters"
              + " such as @ : / ? in a password are written as %40 %3A %2F %3F)");
    }
    String port = parts.group("port");
    String user = decoded(parts.group("user"));
    String password = decoded(parts.group("password"));
    return new PostgresStorage(
        parts.group("host"),
        port == null ? PORT : checkedPort(Integer.parseInt(port)),
        decoded(parts.group("database")),
        isGiven(user) ? user : environment.getOrDefault("PGUSER", System.getProperty("user.name")),
        password != null ? password : environment.get("PGPASSWORD"),
        options(parts.group("options")),
        PATIENCE);
  }

  private static boolean isGiven(String text) {
    return text != null && !text.isEmpty();
  }

  private static int checkedPort(int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "port of the storage is " + port + ", expected 1 to 65535");
    }
    return port;
  }

  private static Map<String, String> options(String text) {
    Map<String, String> found = new LinkedHashMap<>();
    if (isGiven(text)) {
      for (String option : text.split("&")) {
        String name = option.replaceFirst("=.*", "");
        if (!OPTIONS.contains(name) || !option.contains("=")) {
          throw new IllegalArgumentException(
              "option of the storage is "
                  + name
                  + ", expected one of sslmode, sslrootcert, "
                  + "sslcert, sslkey with a value (a socket's host= is not supported)");
        }
        found.put(name, decoded(option.substring(name.length() + 1)));
      }
    }
    return found;
  }

  /** Percent signs only: unlike in a form, a plus is a plus. */
  private static String decoded(String text) {
    if (text == null) {
      return null;
    }
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException( // without the cause, which quotes the text
          "storage is a postgresql:// URL with a % that is not followed by two hexadecimal digits,"
              + " expected %25 for a percent sign");
    }
  }

  String jdbcUrl() {
    String name = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    return "jdbc:postgresql://" + host + ":" + port + "/" + name;
  }

  /** What pgjdbc is given; holds the password. */
  Properties credentials() {
    Properties properties = new Properties();
    properties.putAll(options);
    properties.setProperty("user", user);
    if (password != null) {
      properties.setProperty("password", password);
    }
    return properties;
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  String database() {
    return database;
  }

  String user() {
    return user;
  }

  @Override
  public Duration patience() {
    return patience;
  }

  @Override
  public PostgresStorage withPatience(Duration time) {
    return new PostgresStorage(host, port, database, user, password, options, time);
  }

  @Override
  public String toString() {
    return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
  }
}
