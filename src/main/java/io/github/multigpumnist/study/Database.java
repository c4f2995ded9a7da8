package io.github.multigpumnist.study;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * One connection, used by one thread at a time. Work is done in transactions; what fails because
 * the connection broke is done again on a new one until the storage's patience is spent, so every
 * piece of work must bear being done twice.
 */
abstract sealed class Database implements AutoCloseable permits SqliteDatabase, PostgresDatabase {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** What is done in one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T run(Handle handle) throws StoreException;
  }

  private final Storage storage;
  private final ReentrantLock lock = new ReentrantLock(true);
  private volatile boolean closed;
  private Handle handle; // null while there is no connection
  private long awaySince; // nanoTime of the first failure since the last success; 0: none

  Database(Storage storage) {
    this.storage = storage;
  }

  static Database open(Storage storage, boolean readOnly) throws StoreException {
    Database database =
        storage instanceof SqliteStorage sqlite
            ? new SqliteDatabase(sqlite, readOnly)
            : new PostgresDatabase((PostgresStorage) storage);
    // Nothing is tried again here: a wrong host is told at once.
    database.handle = database.connect();
    return database;
  }

  abstract Connection openConnection() throws SQLException, StoreException;

  /** The statement that begins a transaction that writes. */
  abstract String beginWrite();

  /** The statement that begins a transaction that sees one state of the database. */
  abstract String beginRead();

  /** One line for what the driver threw. */
  abstract StoreException failure(SQLException e);

  /** Whether the same work may go well on a new connection. */
  abstract boolean isPassing(SQLException e);

  /** What makes a SELECT lock its rows until the transaction ends. */
  abstract String lockingSuffix();

  /** As {@link #lockingSuffix}, passing over rows that others have locked. */
  abstract String skipLockedSuffix();

  /** Notes that the claimant of a trial lives. */
  abstract void beat(Handle handle, long trial);

  /** Whether the claimant of a trial that is not of this process is dead. */
  abstract boolean isStale(Handle handle, long trial, Duration grace);

  /** Within {@link #write}: whether the work was tried before and may have been committed. */
  final boolean isRetrying() {
    return awaySince != 0;
  }

  final Storage storage() {
    return storage;
  }

  final <T> T write(Work<T> work) throws StoreException {
    return run(beginWrite(), work);
  }

  final <T> T read(Work<T> work) throws StoreException {
    return run(beginRead(), work);
  }

  private <T> T run(String begin, Work<T> work) throws StoreException {
    lock.lock();
    try {
      Duration pause = FIRST_PAUSE;
      while (true) {
        try {
          T result = transaction(begin, work);
          awaySince = 0;
          return result;
        } catch (JdbiException e) {
          SQLException cause = sqlCause(e);
          disconnect();
          if (!isPassing(cause) || !patienceIsLeft()) {
            throw failure(cause);
          }
          sleep(pause);
          pause =
              pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                  ? pause.multipliedBy(2)
                  : LONGEST_PAUSE;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private <T> T transaction(String begin, Work<T> work) throws StoreException {
    if (closed) {
      throw new StoreException(storage + " was closed");
    }
    if (handle == null) {
      handle = reconnect();
    }
    handle.execute(begin);
    try {
      T result = work.run(handle);
      handle.execute("COMMIT");
      return result;
    } catch (JdbiException e) {
      throw e; // the connection is given up, and the transaction with it
    } catch (StoreException | RuntimeException e) {
      handle.execute("ROLLBACK");
      throw e;
    }
  }

  final Handle connect() throws StoreException {
    try {
      return Jdbi.open(openConnection());
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** As {@link #connect}, with a failure that {@link #run} may try again. */
  private Handle reconnect() throws StoreException {
    try {
      return Jdbi.open(openConnection());
    } catch (SQLException e) {
      throw new Unreachable(e);
    }
  }

  /** A connection that cannot be had just now. */
  private static final class Unreachable extends JdbiException {
    private static final long serialVersionUID = 1L;

    Unreachable(SQLException cause) {
      super(cause);
    }
  }

  /** Ends the transaction too; what it did is undone. */
  private void disconnect() {
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

  private boolean patienceIsLeft() {
    long now = System.nanoTime();
    if (awaySince == 0) {
      awaySince = now;
    }
    return !closed && now - awaySince < storage.patience().toNanos();
  }

  private void sleep(Duration pause) throws StoreException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(storage + ": interrupted while the database was away", e);
    }
  }

  static SQLException sqlCause(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof SQLException sql) {
        return sql;
      }
    }
    throw new IllegalStateException("no SQL failure in " + thrown, thrown);
  }

  /** The first line of the driver's message. */
  static String brief(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public final void close() {
    closed = true;
    lock.lock();
    try {
      disconnect();
    } finally {
      lock.unlock();
    }
  }
}
