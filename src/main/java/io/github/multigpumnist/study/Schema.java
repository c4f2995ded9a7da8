package io.github.multigpumnist.study;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Optuna's tables, as Optuna 3.2 to 5.0 have them. */
final class Schema {
  static final String HEAD = "v3.2.0.a";
  static final int VERSION = 12;

  private static final Set<String> TABLES =
      Set.of(
          "studies",
          "study_directions",
          "study_user_attributes",
          "study_system_attributes",
          "trials",
          "trial_user_attributes",
          "trial_system_attributes",
          "trial_params",
          "trial_values",
          "trial_intermediate_values",
          "trial_heartbeats",
          "version_info",
          "alembic_version");

  private final Database database;
  private final boolean sqlite;

  Schema(Database database) {
    this.database = database;
    this.sqlite = database instanceof SqliteDatabase;
  }

  /** Makes the tables in a database that has none. Of several that do so at once, one does it. */
  void ensure() throws StoreException {
    if (!database.read(this::tables).isEmpty()) {
      check();
      return;
    }
    database.write(
        handle -> {
          if (!sqlite) {
            handle.execute("SELECT pg_advisory_xact_lock(hashtext('multigpu_mnist schema'))");
          }
          if (tables(handle).isEmpty()) {
            statements().forEach(handle::execute);
            handle.execute("INSERT INTO version_info VALUES (1, ?, '5.0.0')", VERSION);
            handle.execute("INSERT INTO alembic_version VALUES (?)", HEAD);
          }
          return null;
        });
    check();
  }

  /** Refuses what these tables' readers and writers would not understand. */
  void check() throws StoreException {
    String problem = database.read(this::problem);
    if (problem != null) {
      throw new StoreException(database.storage() + problem);
    }
  }

  private String problem(Handle handle) {
    Set<String> found = tables(handle);
    if (found.isEmpty()) {
      return " is empty, expected a database with studies";
    }
    Set<String> missing = new TreeSet<>(TABLES);
    missing.removeAll(found);
    if (missing.contains("studies") || missing.contains("trials")) {
      return String.format(
          Locale.ROOT,
          " holds another program's tables (%s), expected an Optuna database or an empty one",
          some(found));
    }
    if (!missing.contains("alembic_version")) {
      List<String> heads = texts(handle, "SELECT version_num FROM alembic_version");
      if (!heads.equals(List.of(HEAD))) {
        return String.format(
            Locale.ROOT,
            " holds Optuna tables of revision %s, expected %s (Optuna 3.2 to 5.0);"
                + " older ones are brought up by 'optuna storage upgrade'",
            heads.isEmpty() ? "none" : String.join(", ", heads),
            HEAD);
      }
    }
    if (!missing.isEmpty()) {
      return String.format(
          Locale.ROOT, " lacks the tables %s, expected all of Optuna 3.2 to 5.0", some(missing));
    }
    List<String> versions =
        texts(handle, "SELECT CAST(schema_version AS VARCHAR(20)) FROM version_info");
    if (!versions.equals(List.of(Integer.toString(VERSION)))) {
      return String.format(
          Locale.ROOT,
          " holds Optuna tables of schema version %s, expected %d",
          versions.isEmpty() ? "none" : String.join(", ", versions),
          VERSION);
    }
    return null;
  }

  private static String some(Set<String> names) {
    List<String> first = names.stream().limit(4).toList();
    return String.join(", ", first) + (names.size() > first.size() ? ", …" : "");
  }

  private Set<String> tables(Handle handle) {
    return new TreeSet<>(
        texts(
            handle,
            sqlite
                ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                : "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"));
  }

  private static List<String> texts(Handle handle, String query) {
    return handle.createQuery(query).mapTo(String.class).list();
  }

  private List<String> statements() {
    String name = sqlite ? "schema-sqlite.sql" : "schema-postgresql.sql";
    try (InputStream in = Schema.class.getResourceAsStream(name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text
          .lines()
          .filter(line -> !line.startsWith("--"))
          .reduce("", (a, b) -> a + b + "\n")
          .transform(sql -> List.of(sql.split(";\\s*")))
          .stream()
          .filter(sql -> !sql.isBlank())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
