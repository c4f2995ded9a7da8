package io.github.multigpumnist.study;

/** Who may run a study, and who of those leads. */
abstract sealed class Leadership permits FileOwnership, AdvisoryLeadership {
  static Leadership of(Database database, long study, String name) {
    return database instanceof SqliteDatabase sqlite
        ? new FileOwnership(sqlite, study, name)
        : new AdvisoryLeadership((PostgresDatabase) database, study);
  }

  /** Called before anything is queued or claimed: fails when this process may not. */
  abstract void join() throws StoreException;

  abstract boolean tryLead() throws StoreException;

  abstract void resign();

  abstract void close();
}
