package io.github.multigpumnist.study;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table of studies, within the caller's transaction. */
final class Studies {
  private Studies() {}

  static Optional<Long> find(Handle handle, String name) {
    return handle
        .createQuery("SELECT study_id FROM studies WHERE study_name = ?")
        .bind(0, name)
        .mapTo(Long.class)
        .findOne();
  }

  /** The direction of each objective. */
  static List<Direction> directions(Handle handle, long study) {
    List<Direction> directions =
        handle
            .createQuery(
                "SELECT CAST(direction AS VARCHAR(8)) FROM study_directions WHERE study_id = ?"
                    + " ORDER BY objective")
            .bind(0, study)
            .mapTo(String.class)
            .map(
                text ->
                    text.equals(Direction.MINIMIZE.name())
                        ? Direction.MINIMIZE
                        : Direction.MAXIMIZE)
            .list();
    return directions.isEmpty() ? List.of(Direction.MAXIMIZE) : List.copyOf(directions);
  }

  static long create(
      Handle handle,
      String name,
      Map<String, Object> userAttributes,
      Direction direction,
      String metric) {
    // Waits for another that is creating the same; then nothing is inserted.
    Optional<Long> created =
        handle
            .createQuery(
                "INSERT INTO studies (study_name) VALUES (?)"
                    + " ON CONFLICT (study_name) DO NOTHING RETURNING study_id")
            .bind(0, name)
            .mapTo(Long.class)
            .findOne();
    if (created.isEmpty()) {
      return find(handle, name).orElseThrow();
    }
    long id = created.get();
    handle.execute(
        "INSERT INTO study_directions (direction, study_id, objective) VALUES (?, ?, 0)",
        direction.name(),
        id);
    Attributes.STUDY_USER.set(handle, id, userAttributes);
    Attributes.STUDY_SYSTEM.set(handle, id, Map.of("study:metric_names", List.of(metric)));
    return id;
  }
}
