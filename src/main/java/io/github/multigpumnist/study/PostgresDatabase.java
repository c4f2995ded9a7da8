package io.github.multigpumnist.study;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** A database of a PostgreSQL server. */
final class PostgresDatabase extends Database {
  /** Shut down, crashed, starting, too many connections; deadlock and serialization. */
  private static final Set<String> PASSING =
      Set.of("57P01", "57P02", "57P03", "53300", "40P01", "40001");

  private final PostgresStorage storage;

  PostgresDatabase(PostgresStorage storage) {
    super(storage);
    this.storage = storage;
  }

  @Override
  Connection openConnection() throws SQLException {
    Properties properties = storage.credentials();
    PGProperty.APPLICATION_NAME.set(properties, "multigpu-mnist");
    PGProperty.CONNECT_TIMEOUT.set(properties, 10);
    PGProperty.SOCKET_TIMEOUT.set(properties, 180);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    // Texts take the type of their column: an enum's, a time's.
    PGProperty.STRING_TYPE.set(properties, "unspecified");
    Connection connection = new Driver().connect(storage.jdbcUrl(), properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE 'UTC'");
      statement.execute("SET lock_timeout = '120s'");
      // So that the server notices within a minute that a machine is gone, and frees its locks.
      statement.execute("SET tcp_keepalives_idle = 30");
      statement.execute("SET tcp_keepalives_interval = 10");
      statement.execute("SET tcp_keepalives_count = 3");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  String beginWrite() {
    return "BEGIN ISOLATION LEVEL READ COMMITTED";
  }

  @Override
  String beginRead() {
    return "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
  }

  @Override
  String lockingSuffix() {
    return " FOR UPDATE";
  }

  @Override
  String skipLockedSuffix() {
    return " FOR UPDATE OF t SKIP LOCKED";
  }

  /** By the server's clock, and not that of the transaction's begin, which may have waited. */
  @Override
  void beat(Handle handle, long trial) {
    handle.execute(
        "INSERT INTO trial_heartbeats (trial_id, heartbeat) VALUES (?, clock_timestamp())"
            + " ON CONFLICT (trial_id) DO UPDATE SET heartbeat = excluded.heartbeat",
        trial);
  }

  @Override
  boolean isStale(Handle handle, long trial, Duration grace) {
    return handle
            .createQuery(
                "SELECT COUNT(*) FROM trial_heartbeats WHERE trial_id = ?"
                    + " AND heartbeat < clock_timestamp() - ? * INTERVAL '1 millisecond'")
            .bind(0, trial)
            .bind(1, (double) grace.toMillis())
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  @Override
  boolean isPassing(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return PASSING.contains(state) || state.startsWith("08") && !state.equals("08004");
  }

  @Override
  StoreException failure(SQLException e) {
    return new StoreException(storage + message(e), e);
  }

  private String message(SQLException e) {
    if (has(e, UnknownHostException.class)) {
      return ": there is no host " + storage.host();
    }
    if (has(e, ConnectException.class)) {
      return ": nothing answers at port " + storage.port() + ", expected a PostgreSQL server";
    }
    if (has(e, SocketTimeoutException.class)) {
      return ": no answer in time, expected a PostgreSQL server";
    }
    return switch (String.valueOf(e.getSQLState())) {
      case "28P01" ->
          String.format(
              Locale.ROOT,
              ": the password of %s is wrong, expected it in the URL, PGPASSWORD or .pgpass",
              storage.user());
      case "08004" ->
          brief(e).contains("password")
              ? String.format(
                  Locale.ROOT,
                  ": %s has no password here, expected it in the URL, PGPASSWORD or .pgpass",
                  storage.user())
              : ": " + brief(e);
      case "28000" -> ": " + storage.user() + " may not connect: " + brief(e);
      case "3D000" -> ": there is no database " + storage.database() + ", expected an existing one";
      case "42501" -> ": " + storage.user() + " lacks a right: " + brief(e);
      case "25006" -> " is read-only, expected a database that can be written";
      case "53100" -> ": the server's disk is full, nothing was written";
      case "55P03" -> " is locked by another process, waited 120 s for it";
      default -> ": " + brief(e);
    };
  }

  private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (type.isInstance(e)) {
        return true;
      }
    }
    return false;
  }
}
