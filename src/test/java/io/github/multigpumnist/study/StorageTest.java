package io.github.multigpumnist.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Storage URLs, and that no password leaves them. */
class StorageTest {
  @Test
  void sqlite() {
    assertThat(Storage.parse("sqlite:///a/b.db"))
        .isEqualTo(new SqliteStorage(Path.of("a/b.db")))
        .hasToString("sqlite:///a/b.db");
    assertThat(Storage.parse("sqlite+pysqlite:////a/b.db")).hasToString("sqlite:////a/b.db");
  }

  /** Each is the file that SQLAlchemy 2.1 names for the URL. */
  @ParameterizedTest
  @CsvSource({
    "sqlite:///a%20b.db, a b.db",
    "sqlite:///a b.db, a b.db",
    "sqlite:///a+b%2Bc.db, a+b+c.db",
    "sqlite:///a%zz%2.db, a%zz%2.db",
    "sqlite:///100%25%3F.db, 100%?.db",
    "sqlite:///%C3%A4%2Fb.db, ä/b.db"
  })
  void aSqliteUrlMeansWhatItMeansToOptuna(String url, String file) {
    SqliteStorage storage = SqliteStorage.parse(url);
    assertThat(storage.file()).isEqualTo(Path.of(file));
    assertThat(SqliteStorage.parse(storage.toString())).isEqualTo(storage);
  }

  @Test
  void aFileThatAnEarlierVersionNamedOtherwiseIsNotPassedOver(@TempDir Path folder)
      throws Exception {
    Path old = Files.createFile(folder.resolve("a%20b.db"));
    String url = "sqlite:///" + folder + "/a%20b.db";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Storage.parse(url))
        .withMessage(
            "storage is %s, which means the file \"%s/a b.db\"; expected sqlite:///%s/a%%2520b.db for"
                    .formatted(url, folder, folder)
                + " the file \""
                + old
                + "\" that is there");
    assertThat(((SqliteStorage) Storage.parse("sqlite:///" + folder + "/a%2520b.db")).file())
        .isEqualTo(old);
    Files.createFile(folder.resolve("a b.db"));
    assertThat(((SqliteStorage) Storage.parse(url)).file()).isEqualTo(folder.resolve("a b.db"));
  }

  @Test
  void postgres() {
    PostgresStorage storage =
        PostgresStorage.parse(
            "postgresql+psycopg2://me%40work:s%2Fcr+t%40@db.example:6543/my%20trials",
            Map.of("PGPASSWORD", "other"));
    assertThat(storage).hasToString("postgresql://me@work@db.example:6543/my trials");
    assertThat(storage.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:6543/my%20trials");
    assertThat(storage.credentials())
        .containsEntry("user", "me@work")
        .containsEntry("password", "s/cr+t@");
  }

  @Test
  void whatTheUrlLeavesOpen() {
    PostgresStorage storage =
        PostgresStorage.parse(
            "postgresql://[::1]/t?sslmode=require", Map.of("PGPASSWORD", "pw", "PGUSER", "u"));
    assertThat(storage).hasToString("postgresql://u@[::1]:5432/t");
    assertThat(storage.credentials())
        .containsOnly(
            Map.entry("user", "u"), Map.entry("password", "pw"), Map.entry("sslmode", "require"));
    assertThat(PostgresStorage.parse("postgresql://h/t", Map.of()).credentials())
        .containsOnlyKeys("user");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trials.db",
        "",
        "sqlite://trials.db",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///a?mode=memory",
        "mysql://me:secret@host/db",
        "me:secret@host/db",
        "postgres://me:secret@host/db",
        "postgresql://me:secret@host",
        "postgresql://me:secret",
        "postgresql://me:secret@host:port/db",
        "postgresql://me:secret@host:70000/db",
        "postgresql://me:secret%@host/db",
        "postgresql://me:secret@/db?host=/var/run/postgresql",
        "postgresql://me:secret@host/db?password=secret",
        "postgresql:///db"
      })
  void othersAreRefusedWithoutTheirPassword(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Storage.parse(url))
        .withMessageContaining("expected")
        .withMessageNotContaining("secret")
        .withNoCause();
  }
}
