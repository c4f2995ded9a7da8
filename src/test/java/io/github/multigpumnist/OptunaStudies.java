package io.github.multigpumnist;

import io.github.multigpumnist.study.Storage;
import io.github.multigpumnist.study.StoreException;
import io.github.multigpumnist.study.TrialStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Studies as Optuna leaves them in a SQLite file, row by row: also what our writer refuses. */
public final class OptunaStudies implements AutoCloseable {
  /** Distributions as Optuna writes them. */
  public static final String FLOAT =
      "{\"name\": \"FloatDistribution\", \"attributes\":"
          + " {\"step\": null, \"low\": 0.0, \"high\": 1.0, \"log\": false}}";

  private final Connection connection;

  public OptunaStudies(Path file) throws SQLException, StoreException {
    TrialStore.open(Storage.parse("sqlite:///" + file)).close();
    connection = DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  public static String integers(int low, int high, int step, boolean log) {
    return ("{\"name\": \"IntDistribution\", \"attributes\":"
            + " {\"log\": %b, \"step\": %d, \"low\": %d, \"high\": %d}}")
        .formatted(log, step, low, high);
  }

  public static String choices(String json) {
    return "{\"name\": \"CategoricalDistribution\", \"attributes\": {\"choices\": %s}}"
        .formatted(json);
  }

  /** Gives its id. */
  public long study(String name, String... directions) throws SQLException {
    long id = insert("INSERT INTO studies (study_name) VALUES (?)", name);
    for (int i = 0; i < directions.length; i++) {
      insert(
          "INSERT INTO study_directions (direction, study_id, objective) VALUES (?, ?, ?)",
          directions[i],
          id,
          i);
    }
    return id;
  }

  /** A complete trial; gives its id. */
  public long trial(long study, double... values) throws SQLException {
    long id =
        insert(
            "INSERT INTO trials (number, study_id, state, datetime_start, datetime_complete)"
                + " SELECT COUNT(*), ?, 'COMPLETE', '2026-01-31 12:00:00.000000',"
                + " '2026-01-31 12:00:01.000000' FROM trials WHERE study_id = ?",
            study,
            study);
    for (int i = 0; i < values.length; i++) {
      boolean finite = Double.isFinite(values[i]);
      insert(
          "INSERT INTO trial_values (trial_id, objective, value, value_type) VALUES (?, ?, ?, ?)",
          id,
          i,
          finite ? values[i] : null,
          finite ? "FINITE" : values[i] > 0 ? "INF_POS" : "INF_NEG");
    }
    return id;
  }

  public void param(long trial, String name, double stored, String distribution)
      throws SQLException {
    insert(
        "INSERT INTO trial_params (trial_id, param_name, param_value, distribution_json)"
            + " VALUES (?, ?, ?, ?)",
        trial,
        name,
        stored,
        distribution);
  }

  public void user(long trial, String key, String json) throws SQLException {
    attribute("user", trial, key, json);
  }

  public void system(long trial, String key, String json) throws SQLException {
    attribute("system", trial, key, json);
  }

  private void attribute(String kind, long trial, String key, String json) throws SQLException {
    insert(
        "INSERT INTO trial_" + kind + "_attributes (trial_id, key, value_json) VALUES (?, ?, ?)",
        trial,
        key,
        json);
  }

  private long insert(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
      try (ResultSet key = statement.getGeneratedKeys()) {
        key.next();
        return key.getLong(1);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
