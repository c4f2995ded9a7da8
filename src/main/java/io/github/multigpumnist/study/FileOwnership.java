package io.github.multigpumnist.study;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One process owns a study of a SQLite file. It holds the lock of a file beside the database, which
 * the system frees when the process dies, however it dies. The file itself stays; it is empty when
 * nobody owns the study.
 */
final class FileOwnership extends Leadership {
  /** Closing a second channel of a file would free the process's lock, so none is opened. */
  private static final Set<String> OWNED = ConcurrentHashMap.newKeySet();

  /** One byte far behind the text, so that others can read that. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final SqliteDatabase database;
  private final Path file;
  private final String key;
  private final String name;
  private FileChannel channel; // null while this process is not the owner

  FileOwnership(SqliteDatabase database, long study, String name) {
    this.database = database;
    this.file = database.fileBeside("-study-" + study + ".lock");
    this.key = database.fileKey() + " " + study;
    this.name = name;
  }

  @Override
  synchronized void join() throws StoreException {
    if (channel != null) {
      return;
    }
    if (!OWNED.add(key)) {
      throw refusal("this process");
    }
    try {
      channel = lock();
    } catch (IOException e) {
      throw e instanceof StoreException refused
          ? refused
          : new StoreException(
              database.storage() + ": cannot write the lock file " + file + ": " + e.getMessage(),
              e);
    } finally {
      if (channel == null) {
        OWNED.remove(key);
      }
    }
  }

  private FileChannel lock() throws IOException {
    FileChannel opened =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = opened.tryLock(LOCKED_BYTE, 1, false);
      if (lock == null) {
        throw refusal(owner(opened));
      }
      String text =
          String.format(Locale.ROOT, "process %d on %s", ProcessHandle.current().pid(), host());
      opened.truncate(0);
      opened.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
      return opened;
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  private StoreException refusal(String owner) {
    return new StoreException(
        String.format(
            Locale.ROOT,
            "%s: study \"%s\" is run by %s, expected nobody; on SQLite one process runs a study"
                + " (several may on PostgreSQL)",
            database.storage(),
            name,
            owner));
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(256);
    channel.read(text, 0);
    String owner = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
    return owner.isBlank() ? "another process" : owner.strip();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "an unknown host";
    }
  }

  @Override
  boolean tryLead() throws StoreException {
    join();
    return true;
  }

  @Override
  void resign() {
    // The owner leads.
  }

  @Override
  synchronized void close() {
    if (channel == null) {
      return;
    }
    try (FileChannel closing = channel) {
      closing.truncate(0);
    } catch (IOException e) {
      // The lock goes with the channel; the text left behind is only for people.
    }
    channel = null;
    OWNED.remove(key);
  }
}
