package io.github.multigpumnist.study;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The studies of a storage. Holds one connection; may be used by several threads. Closing it
 * disowns and resigns from its studies, and puts nothing back: what was claimed is found dead
 * later.
 */
public final class TrialStore implements AutoCloseable {
  private static final int LONGEST_NAME = 512;

  /** What the values of a search are. */
  private static final String METRIC = "accuracy";

  private final Database database;
  private final Map<Long, Study> studies = new ConcurrentHashMap<>();

  private TrialStore(Database database) {
    this.database = database;
  }

  /**
   * Opens a storage for a search; an empty or missing one gets its tables.
   *
   * @param storage a SQLite file, or an existing database of a PostgreSQL server
   * @return to be closed
   * @throws StoreException when it cannot be opened or written, or holds anything but the tables of
   *     Optuna 3.2 to 5.0
   */
  public static TrialStore open(Storage storage) throws StoreException {
    Database database = Database.open(storage, false);
    return opened(database, () -> new Schema(database).ensure());
  }

  /**
   * Opens a storage to look at its studies: nothing is created, a file need not be writable.
   *
   * @param storage one with studies
   * @return to be closed
   * @throws StoreException when it cannot be opened, or holds anything but the tables of Optuna 3.2
   *     to 5.0
   */
  public static TrialStore openExisting(Storage storage) throws StoreException {
    Database database = Database.open(storage, true);
    return opened(database, () -> new Schema(database).check());
  }

  @FunctionalInterface
  private interface Step {
    void run() throws StoreException;
  }

  private static TrialStore opened(Database database, Step step) throws StoreException {
    try {
      step.run();
      return new TrialStore(database);
    } catch (StoreException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /**
   * The names of all studies.
   *
   * @return in the order of their creation
   * @throws StoreException when the database fails
   */
  public List<String> studyNames() throws StoreException {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT study_name FROM studies ORDER BY study_id")
                .mapTo(String.class)
                .list());
  }

  /**
   * A study by its name.
   *
   * @param name as created
   * @return empty when there is none
   * @throws StoreException when the database fails
   */
  public Optional<Study> study(String name) throws StoreException {
    return database.read(handle -> Studies.find(handle, name)).map(id -> bound(id, name));
  }

  /**
   * Creates a study, unless there is one of this name: then that is given, unchanged, so that of
   * several processes one creates it and all get the same.
   *
   * @param name 1 to 512 characters
   * @param attributes stored with a new study; tell whether the one given is the one meant
   */
  Study create(String name, Map<String, Object> attributes) throws StoreException {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "study is \"%s\", expected a name of 1 to %d characters",
              name,
              LONGEST_NAME));
    }
    long id =
        database.write(
            handle -> Studies.create(handle, name, attributes, Direction.MAXIMIZE, METRIC));
    return bound(id, name);
  }

  /** The same object for the same study: it knows which claims are alive. */
  private Study bound(long id, String name) {
    return studies.computeIfAbsent(id, key -> new Study(database, id, name));
  }

  Database database() {
    return database;
  }

  @Override
  public void close() {
    studies.values().forEach(Study::close);
    database.close();
  }
}
