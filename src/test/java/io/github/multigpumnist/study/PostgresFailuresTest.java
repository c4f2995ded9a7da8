package io.github.multigpumnist.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a PostgreSQL server is told in one line, without the password. */
class PostgresFailuresTest {
  @TempDir private Path folder;

  private static void refused(Storage storage, String message) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> TrialStore.open(storage).close())
        .withMessage(storage + message)
        .withMessageNotContaining("secret");
  }

  @Test
  void noServer() throws Exception {
    refused(
        Storage.parse("postgresql://me:secret@no-such-host.invalid/db"),
        ": there is no host no-such-host.invalid");
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    refused(
        Storage.parse("postgresql://me:secret@127.0.0.1:" + port + "/db"),
        ": nothing answers at port " + port + ", expected a PostgreSQL server");
  }

  @Test
  void passwords() throws Exception {
    PostgresServer.assumeGiven();
    PostgresStorage given = PostgresServer.given();
    String where = given.user() + "@" + given.host() + ":" + given.port() + "/" + given.database();
    String wrong = "postgresql://" + where.replaceFirst("@", ":not-the-secret@");
    refused(
        PostgresStorage.parse(wrong, Map.of()),
        ": the password of %s is wrong, expected it in the URL, PGPASSWORD or .pgpass"
            .formatted(given.user()));

    PostgresStorage without = PostgresStorage.parse("postgresql://" + where, Map.of());
    Path passwords = folder.resolve("pgpass");
    System.setProperty("org.postgresql.pgpassfile", passwords.toString());
    try {
      Files.writeString(passwords, "elsewhere:*:*:*:secret\n");
      refused(
          without,
          ": %s has no password here, expected it in the URL, PGPASSWORD or .pgpass"
              .formatted(given.user()));
      String password = given.credentials().getProperty("password");
      Files.writeString(
          passwords,
          "%s:%d:*:%s:%s\n".formatted(given.host(), given.port(), given.user(), password));
      try (PostgresDatabase database = new PostgresDatabase(without)) {
        database.connect().close();
      }
    } finally {
      System.clearProperty("org.postgresql.pgpassfile");
    }
  }

  @Test
  void databases() throws Exception {
    PostgresServer.assumeGiven();
    refused(
        Storage.parse(PostgresServer.url("no_such")),
        ": there is no database no_such, expected an existing one");
    Storage storage = Storage.parse(PostgresServer.newDatabase());
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> TrialStore.openExisting(storage))
        .withMessage(storage + " is empty, expected a database with studies");
    try (PostgresDatabase database = new PostgresDatabase((PostgresStorage) storage);
        Handle handle = database.connect()) {
      handle.execute("CREATE TABLE experiments (name TEXT)");
      refused(
          storage,
          " holds another program's tables (experiments), expected an Optuna database or an empty"
              + " one");
      handle.execute("DROP TABLE experiments");
      TrialStore.open(storage).close();
      handle.execute("UPDATE alembic_version SET version_num = 'v9'");
      refused(
          storage,
          " holds Optuna tables of revision v9, expected v3.2.0.a (Optuna 3.2 to 5.0); older ones"
              + " are brought up by 'optuna storage upgrade'");
      handle.execute("UPDATE alembic_version SET version_num = 'v3.2.0.a'");
      handle.execute(
          "ALTER DATABASE %s SET default_transaction_read_only = on"
              .formatted(((PostgresStorage) storage).database()));
      try (TrialStore store = TrialStore.openExisting(storage)) {
        assertThat(store.studyNames()).isEmpty();
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> Trials.study(store, "s"))
            .withMessage(storage + " is read-only, expected a database that can be written");
      }
    } finally {
      PostgresServer.administer(
          "DROP DATABASE " + ((PostgresStorage) storage).database() + " WITH (FORCE)");
    }
  }
}
