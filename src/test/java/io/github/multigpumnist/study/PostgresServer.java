package io.github.multigpumnist.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** A real PostgreSQL server, where one is given; tools/postgres starts one. */
final class PostgresServer {
  /** The environment variable with the URL of a database in which databases may be created. */
  private static final String URL = System.getenv("MULTIGPUMNIST_POSTGRES");

  private PostgresServer() {}

  static void assumeGiven() {
    assumeTrue(
        URL != null,
        "no PostgreSQL server: MULTIGPUMNIST_POSTGRES is not set (see tools/postgres)");
  }

  /** The given URL with another database. */
  static String url(String database) {
    return URL.replaceFirst("/[^/]*$", "/" + database);
  }

  static PostgresStorage given() {
    return (PostgresStorage) Storage.parse(URL);
  }

  static String newDatabase() throws StoreException {
    String name = "test_" + UUID.randomUUID().toString().replace("-", "");
    administer("CREATE DATABASE " + name);
    return url(name);
  }

  static void administer(String statement) throws StoreException {
    try (PostgresDatabase server = new PostgresDatabase(given());
        Handle handle = server.connect()) {
      handle.execute(statement);
    }
  }

  /** Breaks all connections to a database, as a server that is stopped does. */
  static void breakConnections(Storage storage) throws StoreException {
    try (PostgresDatabase server = new PostgresDatabase(given());
        Handle handle = server.connect()) {
      int broken =
          handle
              .createQuery(
                  "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity"
                      + " WHERE datname = ?")
              .bind(0, ((PostgresStorage) storage).database())
              .mapTo(Integer.class)
              .one();
      assertThat(broken).isPositive();
    }
  }
}
