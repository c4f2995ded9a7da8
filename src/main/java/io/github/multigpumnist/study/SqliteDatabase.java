package io.github.multigpumnist.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/** A SQLite file in write-ahead mode. A locked one is waited for by SQLite itself. */
final class SqliteDatabase extends Database {
  private final SqliteStorage storage;
  private final boolean readOnly;

  SqliteDatabase(SqliteStorage storage, boolean readOnly) {
    super(storage);
    this.storage = storage;
    this.readOnly = readOnly;
  }

  @Override
  Connection openConnection() throws SQLException, StoreException {
    Path file = RealFile.of(storage.file());
    checkPath(file);
    if (!readOnly) {
      checkNames(file);
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout((int) Math.min(Integer.MAX_VALUE, storage.patience().toMillis()));
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL); // committed is on the disk
    String url = "jdbc:sqlite:" + file;
    if (readOnly) {
      config.resetOpenMode(SQLiteOpenMode.CREATE);
      if (!Files.isWritable(file) || !Files.isWritable(file.getParent())) {
        config.setReadOnly(true);
        // In write-ahead mode even a reader writes a file beside; there is none to agree with here.
        url = Files.exists(Path.of(file + "-wal")) ? url : immutable(file);
      }
    }
    Connection connection = config.createConnection(url);
    try {
      if (!readOnly) {
        writeAhead(connection);
      }
      return connection;
    } catch (SQLException | StoreException e) {
      connection.close();
      throw e;
    }
  }

  private static String immutable(Path file) {
    return "jdbc:sqlite:"
        + file.toUri().toString().replaceFirst("^file:///?", "file:/")
        + "?immutable=1";
  }

  private void checkPath(Path file) throws StoreException {
    if (Files.isDirectory(file)) {
      throw new StoreException(storage + " is a folder, expected a file");
    }
    if (!Files.isDirectory(file.getParent())) {
      throw new StoreException(storage + ": there is no folder " + file.getParent());
    }
    if (readOnly && !Files.exists(file)) {
      throw new StoreException(storage + ": there is no such file");
    }
  }

  /**
   * SQLite keeps its log beside the name by which a file is opened. By two names two processes
   * would neither see each other's work nor their locks, and damage the file.
   */
  private void checkNames(Path file) throws StoreException {
    int links = RealFile.links(file);
    if (links > 1) {
      throw new StoreException(
          storage
              + " is a file of "
              + links
              + " names (hard links), expected one: SQLite would damage it; use a symbolic link or a"
              + " copy");
    }
    if (RealFile.isMountedAlone(file)) {
      throw new StoreException(
          storage
              + " is mounted by itself, expected its folder to be mounted: SQLite keeps its log"
              + " beside the file");
    }
  }

  /** SQLite does not always wait for a lock when it changes the mode, so this does. */
  private void writeAhead(Connection connection) throws SQLException, StoreException {
    long deadline = System.nanoTime() + storage.patience().toNanos();
    while (true) {
      try (Statement statement = connection.createStatement();
          ResultSet mode = statement.executeQuery("PRAGMA journal_mode=WAL")) {
        if (!mode.next() || !mode.getString(1).equals("wal")) {
          throw new StoreException(
              storage + ": SQLite cannot keep a write-ahead log there, expected a local disk");
        }
        return;
      } catch (SQLException e) {
        if (!isLocked(e) || System.nanoTime() > deadline) {
          throw e;
        }
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreException(storage + ": interrupted while it was locked", e);
      }
    }
  }

  @Override
  String beginWrite() {
    return "BEGIN IMMEDIATE";
  }

  @Override
  String beginRead() {
    return "BEGIN";
  }

  /** A writing transaction has the whole database for itself. */
  @Override
  String lockingSuffix() {
    return "";
  }

  @Override
  String skipLockedSuffix() {
    return "";
  }

  /** Nothing: the lock file tells, and Optuna never takes a trial without a heartbeat for dead. */
  @Override
  void beat(Handle handle, long trial) {}

  /** Only the owner's process runs trials, and this is it. */
  @Override
  boolean isStale(Handle handle, long trial, Duration grace) {
    return true;
  }

  /** Beside the real file, whatever link the storage names. */
  Path fileBeside(String suffix) {
    return Path.of(RealFile.of(storage.file()) + suffix);
  }

  /** The same for the same file, by whatever path. */
  String fileKey() {
    return RealFile.key(storage.file());
  }

  @Override
  boolean isPassing(SQLException e) {
    return false;
  }

  private static boolean isLocked(SQLException e) {
    return e instanceof SQLiteException failure
        && (primary(failure) == SQLiteErrorCode.SQLITE_BUSY.code
            || primary(failure) == SQLiteErrorCode.SQLITE_LOCKED.code);
  }

  /** Extended result codes carry the primary one in their low byte. */
  private static int primary(SQLiteException e) {
    return e.getResultCode().code & 0xff;
  }

  @Override
  StoreException failure(SQLException e) {
    return new StoreException(storage + message(e), e);
  }

  private String message(SQLException e) {
    SQLiteErrorCode code =
        e instanceof SQLiteException failure
            ? SQLiteErrorCode.getErrorCode(primary(failure))
            : SQLiteErrorCode.UNKNOWN_ERROR;
    return switch (code) {
      case SQLITE_BUSY, SQLITE_LOCKED ->
          String.format(
              Locale.ROOT,
              " is locked by another process, waited %s s for it",
              storage.patience().toMillis() / 1000.0);
      case SQLITE_READONLY -> " is read-only, expected a file and a folder that can be written";
      case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH ->
          " cannot be opened, expected a file and a folder that can be read and written";
      case SQLITE_NOTADB -> " is no SQLite database";
      case SQLITE_CORRUPT -> " is damaged: " + brief(e);
      case SQLITE_FULL -> ": the disk is full, nothing was written";
      default -> ": " + brief(e);
    };
  }
}
