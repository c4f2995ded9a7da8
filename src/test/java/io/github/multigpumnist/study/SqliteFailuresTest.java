package io.github.multigpumnist.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a SQLite file is told in one line. */
class SqliteFailuresTest {
  @TempDir private Path folder;
  private Path file;
  private Storage storage;

  @BeforeEach
  void nameStorage() {
    file = folder.resolve("trials.db");
    storage = new SqliteStorage(file).withPatience(Duration.ofMillis(200));
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  private void refused(String message) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> TrialStore.open(storage).close())
        .withMessage(storage + message);
    refusedToRead(message);
  }

  private void refusedToRead(String message) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> TrialStore.openExisting(storage).close())
        .withMessage(storage + message);
  }

  @Test
  void paths() throws Exception {
    refusedToRead(": there is no such file");
    assertThat(file).doesNotExist();
    Files.createDirectory(file);
    refused(" is a folder, expected a file");
    storage = new SqliteStorage(folder.resolve("none/trials.db"));
    refused(": there is no folder " + folder.resolve("none"));
    // Nobody can write there, not even root.
    storage = new SqliteStorage(Path.of("/proc/self/trials.db"));
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> TrialStore.open(storage))
        .withMessage(
            storage
                + " cannot be opened, expected a file and a folder that can be read and written");
  }

  @Test
  void noDatabase() throws Exception {
    Files.writeString(
        file, "This is a text that is long enough to be taken for a header. ".repeat(9));
    refused(" is no SQLite database");
    assertThat(file).content().startsWith("This is a text");
  }

  @Test
  void anotherProgramsDatabase() throws Exception {
    sql(
        "CREATE TABLE alembic_version (version_num TEXT)",
        "INSERT INTO alembic_version VALUES ('c48cb773bb87')",
        "CREATE TABLE experiments (name TEXT)",
        "CREATE TABLE runs (name TEXT)");
    refused(
        " holds another program's tables (alembic_version, experiments, runs), expected an Optuna"
            + " database or an empty one");
  }

  @Test
  void otherVersions() throws Exception {
    TrialStore.open(storage).close();
    sql("UPDATE alembic_version SET version_num = 'v2.6.0.a'");
    refused(
        " holds Optuna tables of revision v2.6.0.a, expected v3.2.0.a (Optuna 3.2 to 5.0); older"
            + " ones are brought up by 'optuna storage upgrade'");
    sql(
        "UPDATE alembic_version SET version_num = 'v3.2.0.a'",
        "UPDATE version_info SET schema_version = 13");
    refused(" holds Optuna tables of schema version 13, expected 12");
    sql("UPDATE version_info SET schema_version = 12", "DROP TABLE trial_heartbeats");
    refused(" lacks the tables trial_heartbeats, expected all of Optuna 3.2 to 5.0");
    sql("DROP TABLE alembic_version");
    refused(
        " lacks the tables alembic_version, trial_heartbeats, expected all of Optuna 3.2 to 5.0");
  }

  @Test
  void anEmptyDatabaseHasNothingToRead() throws Exception {
    Files.createFile(file);
    refusedToRead(" is empty, expected a database with studies");
    TrialStore.open(storage).close();
    TrialStore.openExisting(storage).close();
  }

  @Test
  void aLockedDatabaseCanBeReadButNotWritten() throws Exception {
    try (TrialStore store = TrialStore.open(storage);
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      final Study study = Trials.study(store, "s");
      statement.execute("BEGIN EXCLUSIVE");
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> study.enqueue(Trials.SPACE, Trials.trials(1)))
          .withMessage(storage + " is locked by another process, waited 0.2 s for it");
      assertThat(study.trials()).isEmpty();
      statement.execute("COMMIT");
      assertThat(study.enqueue(Trials.SPACE, Trials.trials(1))).isEqualTo(1);
    }
  }

  @Test
  void aDatabaseLockedInTheOldModeCannotBeOpened() throws Exception {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("CREATE TABLE t (x)");
      statement.execute("BEGIN EXCLUSIVE");
      refused(" is locked by another process, waited 0.2 s for it");
    }
  }

  @Test
  void aFullDiskLosesNothingThatWasStored() throws Exception {
    try (TrialStore store = TrialStore.open(storage)) {
      Study study = Trials.study(store, "s");
      study.enqueue(Trials.SPACE, Trials.trials(1));
      // As full as a disk: not one more page is given.
      store.database().read(handle -> handle.execute("PRAGMA max_page_count = 1"));
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> study.enqueue(Trials.SPACE, Trials.trials(2000)))
          .withMessage(storage + ": the disk is full, nothing was written");
      assertThat(study.trials()).hasSize(1);
    }
  }

  @Test
  void whatOptunaCouldNotReadIsNamed() throws Exception {
    try (TrialStore store = TrialStore.open(storage)) {
      Study study = Trials.study(store, "s");
      study.enqueue(Trials.SPACE, Trials.trials(1));
      sql("UPDATE trial_user_attributes SET value_json = '{' WHERE key = 'generation'");
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(study::trials)
          .withMessageStartingWith("trial 0: attribute generation is no JSON");
      sql("DELETE FROM trial_user_attributes", "UPDATE trial_params SET param_value = 7");
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(study::trials)
          .withMessageStartingWith("trial 0: parameter nb_neurons is 7.0, expected one of");
    }
  }

  @Test
  void wrongArguments() throws Exception {
    try (TrialStore store = TrialStore.open(storage)) {
      Study study = Trials.study(store, "s");
      NewTrial outside =
          new NewTrial(Trials.genome(0).with("nb_neurons", 65), 1, OptionalInt.empty());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> study.enqueue(Trials.SPACE, List.of(outside)))
          .withMessage("value is 65, expected one of [64, 128, 256]");
      assertThat(study.trials()).isEmpty();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Trials.study(store, " "))
          .withMessage("study is \" \", expected a name of 1 to 512 characters");
    }
  }
}
