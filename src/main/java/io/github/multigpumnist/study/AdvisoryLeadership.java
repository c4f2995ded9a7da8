package io.github.multigpumnist.study;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Any number of processes run a study on PostgreSQL; the one whose connection holds the study's
 * advisory lock leads. The server frees the lock with the connection.
 */
final class AdvisoryLeadership extends Leadership {
  private final PostgresDatabase database;
  private final long study;
  private Handle handle; // holds the lock when not null

  AdvisoryLeadership(PostgresDatabase database, long study) {
    this.database = database;
    this.study = study;
  }

  @Override
  void join() {
    // Everyone may.
  }

  @Override
  synchronized boolean tryLead() throws StoreException {
    if (handle != null) {
      if (isAlive()) {
        return true;
      }
      close(); // and with the connection the lock was lost
    }
    Handle opened;
    try {
      opened = database.connect();
    } catch (StoreException e) {
      // Whether the database comes back is for the work on the trials to find out.
      database.read(any -> any.execute("SELECT 1"));
      opened = database.connect();
    }
    if (opened
        .createQuery("SELECT pg_try_advisory_lock(hashtext('multigpu_mnist leader'), ?)")
        .bind(0, Math.toIntExact(study))
        .mapTo(Boolean.class)
        .one()) {
      handle = opened;
      return true;
    }
    opened.close();
    return false;
  }

  private boolean isAlive() {
    try {
      handle.execute("SELECT 1");
      return true;
    } catch (JdbiException e) {
      return false;
    }
  }

  @Override
  synchronized void resign() {
    close();
  }

  @Override
  synchronized void close() {
    Handle old = handle;
    handle = null;
    if (old != null) {
      try {
        old.close();
      } catch (JdbiException e) {
        // It is broken already.
      }
    }
  }
}
