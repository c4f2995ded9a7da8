package io.github.multigpumnist.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The folder of one run, locked while the run lasts. */
final class RunDirectory implements AutoCloseable {
  static final String METRICS = "metrics.jsonl";
  static final String RESULT = "result.json";
  static final String BEST = "best";
  private static final String LOCK = ".lock";
  private static final String PREVIOUS = "previous-";

  private final Path path;
  private final FileChannel lock;

  private RunDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Creates the folder when missing and locks it.
   *
   * @throws IOException when another run has it, or it cannot be written
   */
  static RunDirectory lock(Path path) throws IOException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new IOException("train dir " + path + ": is a file, expected a folder");
    }
    Files.createDirectories(path);
    FileChannel channel =
        FileChannel.open(
            path.resolve(LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw inUse(path, channel);
      }
      String owner = Long.toString(ProcessHandle.current().pid());
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)));
      return new RunDirectory(path, channel);
    } catch (OverlappingFileLockException e) {
      IOException problem = inUse(path, channel);
      channel.close();
      throw problem;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static IOException inUse(Path path, FileChannel channel) throws IOException {
    ByteBuffer owner = ByteBuffer.allocate(20);
    channel.read(owner, 0);
    return new IOException(
        "train dir "
            + path
            + ": another run has it (process "
            + new String(owner.array(), 0, owner.position(), StandardCharsets.UTF_8)
            + "); wait for it, or give another --train-dir");
  }

  Path path() {
    return path;
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /** Moves what an earlier run left into a folder of its own; nothing is lost. */
  void setAside() throws IOException {
    List<Path> left;
    try (Stream<Path> files = Files.list(path)) {
      left =
          files
              .filter(f -> !f.getFileName().toString().equals(LOCK))
              .filter(f -> !f.getFileName().toString().startsWith(PREVIOUS))
              .toList();
    }
    if (left.isEmpty()) {
      return;
    }
    int number = 1;
    while (Files.exists(path.resolve(PREVIOUS + number))) {
      number++;
    }
    Path aside = Files.createDirectory(path.resolve(PREVIOUS + number));
    for (Path file : left) {
      Files.move(file, aside.resolve(file.getFileName()));
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
