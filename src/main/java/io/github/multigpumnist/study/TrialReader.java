package io.github.multigpumnist.study;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Reads trials with one query a table, however many they are. */
final class TrialReader {
  private final Handle handle;
  private final String where;
  private final long key;

  /** Parts of the trials, by trial_id. */
  private final Map<Long, Parts> parts = new LinkedHashMap<>();

  /** Trials share few distributions, which need not be parsed anew for each. */
  private final Map<String, OptunaDistribution> distributions = new HashMap<>();

  private TrialReader(Handle handle, String where, long key) {
    this.handle = handle;
    this.where = where;
    this.key = key;
  }

  static List<Trial> ofStudy(Handle handle, long study) throws StoreException {
    return new TrialReader(handle, "t.study_id = ?", study).read();
  }

  static Trial one(Handle handle, long trial) throws StoreException {
    return new TrialReader(handle, "t.trial_id = ?", trial).read().get(0);
  }

  private static final class Parts {
    private final int number;
    private final TrialState state;
    private final String started;
    private final String completed;
    private final Map<String, Object> params = new LinkedHashMap<>();
    private final SortedMap<Integer, Double> intermediate = new TreeMap<>();
    private final Map<String, Object> user = new LinkedHashMap<>();
    private final Map<String, Object> system = new LinkedHashMap<>();
    private final List<Double> values = new ArrayList<>();

    Parts(ResultSet row) throws SQLException {
      number = row.getInt(2);
      state = TrialState.valueOf(row.getString(3));
      started = row.getString(4);
      completed = row.getString(5);
    }
  }

  private interface RowReader {
    void read(Parts trial, ResultSet row, String trialName) throws SQLException, StoreException;
  }

  private List<Trial> read() throws StoreException {
    handle
        .createQuery(
            "SELECT trial_id, number, CAST(state AS VARCHAR(8)),"
                + " CAST(datetime_start AS VARCHAR(26)), CAST(datetime_complete AS VARCHAR(26))"
                + " FROM trials t WHERE "
                + where
                + " ORDER BY trial_id")
        .bind(0, key)
        .map((row, context) -> parts.put(row.getLong(1), new Parts(row)))
        .list();
    each(
        "trial_params",
        "param_id",
        "param_name, distribution_json, param_value",
        (trial, row, name) -> trial.params.put(row.getString(2), param(row, name)));
    each(
        "trial_values",
        "objective",
        "objective, value_type, value",
        (trial, row, name) -> {
          if (row.getInt(2) != trial.values.size()) {
            throw new StoreException(
                name + ": the value of objective " + trial.values.size() + " is missing");
          }
          trial.values.add(StoredNumber.read(row, name));
        });
    each(
        "trial_intermediate_values",
        "step",
        "step, intermediate_value_type, intermediate_value",
        (trial, row, name) -> trial.intermediate.put(row.getInt(2), StoredNumber.read(row, name)));
    each(
        Attributes.TRIAL_USER.table(),
        "key",
        "key, value_json",
        (trial, row, name) -> trial.user.put(row.getString(2), attribute(row, name)));
    each(
        Attributes.TRIAL_SYSTEM.table(),
        "key",
        "key, value_json",
        (trial, row, name) -> trial.system.put(row.getString(2), attribute(row, name)));
    List<Trial> trials = new ArrayList<>(parts.size());
    for (Map.Entry<Long, Parts> entry : parts.entrySet()) {
      trials.add(trial(entry.getKey(), entry.getValue()));
    }
    return Collections.unmodifiableList(trials);
  }

  /** Reads a table's rows of these trials; the first column is the trial's. */
  private void each(String table, String order, String columns, RowReader reader)
      throws StoreException {
    List<StoreException> problems = new ArrayList<>();
    handle
        .createQuery(
            String.format(
                Locale.ROOT,
                "SELECT x.trial_id, x.%s FROM %s x JOIN trials t ON t.trial_id = x.trial_id WHERE %s ORDER BY x.%s",
                columns.replace(", ", ", x."),
                table,
                where,
                order))
        .bind(0, key)
        .map(
            (row, context) -> {
              Parts trial = parts.get(row.getLong(1));
              try {
                reader.read(trial, row, "trial " + trial.number);
              } catch (StoreException e) {
                problems.add(e);
              }
              return trial;
            })
        .list();
    if (!problems.isEmpty()) {
      throw problems.get(0);
    }
  }

  private Object param(ResultSet row, String trial) throws SQLException, StoreException {
    String what = trial + ": parameter " + row.getString(2);
    String json = row.getString(3);
    OptunaDistribution distribution = distributions.get(json);
    if (distribution == null) {
      distribution = OptunaDistribution.read(json, what);
      distributions.put(json, distribution);
    }
    return distribution.value(row.getDouble(4), what);
  }

  private static Object attribute(ResultSet row, String trial) throws SQLException, StoreException {
    return Json.read(row.getString(3), trial + ": attribute " + row.getString(2));
  }

  private static Trial trial(long id, Parts parts) throws StoreException {
    String name = "trial " + parts.number;
    return new Trial(
        id,
        parts.number,
        parts.state,
        Collections.unmodifiableMap(parts.params),
        Collections.unmodifiableList(parts.values),
        Collections.unmodifiableSortedMap(parts.intermediate),
        Collections.unmodifiableMap(parts.user),
        Collections.unmodifiableMap(parts.system),
        Timestamps.read(parts.started, name + ": start"),
        Timestamps.read(parts.completed, name + ": end"));
  }
}
