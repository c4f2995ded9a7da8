package io.github.multigpumnist.training;

import io.github.multigpumnist.runtime.NativePaths;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of one run, locked while the run lasts. */
final class RunDirectory implements AutoCloseable {
  static final String METRICS = "metrics.jsonl";
  static final String RESULT = "result.json";
  static final String BEST = "best";
  private static final String LOCK = ".lock";
  private static final String PREVIOUS = "previous-";

  /** What a run writes; everything else in the folder is somebody else's. */
  private static final Pattern OF_A_RUN =
      Pattern.compile(
          "checkpoint|model\\.ckpt-.*|metrics\\.jsonl|result\\.json|run\\.json|model\\.json|best"
              + "|report\\.html|eval|trace-\\d+\\.(json|svg)|events\\.out\\.tfevents\\..*");

  /** Locked by this process; the system's locks are between processes only. */
  private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Path real;
  private final FileChannel lock;

  private RunDirectory(Path path, Path real, FileChannel lock) {
    this.path = path;
    this.real = real;
    this.lock = lock;
  }

  /**
   * Creates the folder when missing and locks it.
   *
   * @throws IOException when another run has it, it cannot be written, or TensorFlow cannot find it
   */
  static RunDirectory lock(Path path) throws IOException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new IOException("train dir " + path + ": is a file, expected a folder");
    }
    NativePaths.require(path);
    createFolder(path);
    Path real = path.toRealPath();
    if (!LOCKED.add(real)) { // looked at first: closing the file would release the other's lock
      throw inUse(path, ownId());
    }
    FileChannel channel = null;
    try {
      channel = open(path);
      if (channel.tryLock() == null) {
        throw inUse(path, owner(channel));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(ownId().getBytes(StandardCharsets.UTF_8)));
      return new RunDirectory(path, real, channel);
    } catch (IOException e) {
      LOCKED.remove(real);
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
  }

  private static String ownId() {
    return Long.toString(ProcessHandle.current().pid());
  }

  private static void createFolder(Path path) throws IOException {
    try {
      Files.createDirectories(path);
    } catch (FileSystemException e) {
      throw notWritable(path, e);
    }
  }

  private static FileChannel open(Path path) throws IOException {
    try {
      return FileChannel.open(
          path.resolve(LOCK),
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE);
    } catch (FileSystemException e) {
      throw notWritable(path, e);
    }
  }

  private static IOException notWritable(Path path, FileSystemException e) {
    String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    return new IOException(
        "train dir " + path + ": cannot be written (" + reason + "), expected a writable folder",
        e);
  }

  /** The process that has the lock. */
  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer owner = ByteBuffer.allocate(20);
    channel.read(owner, 0);
    return new String(owner.array(), 0, owner.position(), StandardCharsets.UTF_8);
  }

  private static IOException inUse(Path path, String process) {
    return new IOException(
        "train dir "
            + path
            + ": another run has it (process "
            + process
            + "); wait for it, or give another --train-dir");
  }

  Path path() {
    return path;
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /**
   * Moves what an earlier run left into a folder of its own; nothing is lost.
   *
   * @return the folder; empty when there was nothing
   */
  Optional<Path> setAside() throws IOException {
    List<Path> left;
    try (Stream<Path> files = Files.list(path)) {
      left = files.filter(f -> OF_A_RUN.matcher(f.getFileName().toString()).matches()).toList();
    }
    if (left.isEmpty()) {
      return Optional.empty();
    }
    int number = 1;
    while (Files.exists(path.resolve(PREVIOUS + number))) {
      number++;
    }
    Path aside = Files.createDirectory(path.resolve(PREVIOUS + number));
    for (Path file : left) {
      Files.move(file, aside.resolve(file.getFileName()));
    }
    return Optional.of(aside);
  }

  @Override
  public void close() throws IOException {
    lock.close();
    LOCKED.remove(real);
  }
}
