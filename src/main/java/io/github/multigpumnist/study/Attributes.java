package io.github.multigpumnist.study;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** One of the four attribute tables. */
enum Attributes {
  STUDY_USER("study_user_attributes", "study_id"),
  STUDY_SYSTEM("study_system_attributes", "study_id"),
  TRIAL_USER("trial_user_attributes", "trial_id"),
  TRIAL_SYSTEM("trial_system_attributes", "trial_id");

  private final String table;
  private final String owner;

  Attributes(String table, String owner) {
    this.table = table;
    this.owner = owner;
  }

  String table() {
    return table;
  }

  void set(Handle handle, long id, Map<String, Object> values) {
    if (values.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            String.format(
                Locale.ROOT,
                "INSERT INTO %s (%s, key, value_json) VALUES (?, ?, ?)"
                    + " ON CONFLICT (%2$s, key) DO UPDATE SET value_json = excluded.value_json",
                table,
                owner));
    values.forEach((key, value) -> batch.add(id, key, Json.write(value)));
    batch.execute();
  }

  void delete(Handle handle, long id, String key) {
    handle.execute(
        String.format(Locale.ROOT, "DELETE FROM %s WHERE %s = ? AND key = ?", table, owner),
        id,
        key);
  }

  Optional<String> text(Handle handle, long id, String key) {
    return handle
        .createQuery(
            String.format(
                Locale.ROOT, "SELECT value_json FROM %s WHERE %s = ? AND key = ?", table, owner))
        .bind(0, id)
        .bind(1, key)
        .mapTo(String.class)
        .findOne();
  }

  Map<String, Object> all(Handle handle, long id) throws StoreException {
    Map<String, String> texts = new LinkedHashMap<>();
    handle
        .createQuery(
            String.format(
                Locale.ROOT,
                "SELECT key, value_json FROM %s WHERE %s = ? ORDER BY 1",
                table,
                owner))
        .bind(0, id)
        .map((row, context) -> texts.put(row.getString(1), row.getString(2)))
        .list();
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      values.put(entry.getKey(), Json.read(entry.getValue(), "attribute " + entry.getKey()));
    }
    return values;
  }
}
