package io.github.multigpumnist.dataset;

import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Downloads a file from the first of its mirrors that has it. What has arrived lies in {@code
 * NAME.part}; the next try goes on from there. The file gets its name once its checksum is right.
 */
final class Downloader {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration STALL = Duration.ofSeconds(30);

  private final Transfer transfer;

  Downloader(Progress.Reporter progress) {
    this(progress, CONNECT, STALL);
  }

  Downloader(Progress.Reporter progress, Duration connect, Duration stall) {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(connect)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    this.transfer = new Transfer(client, stall, progress);
  }

  /**
   * Downloads one file unless it is there.
   *
   * @return the file, in {@code folder}
   * @throws IOException when no mirror has given the right file; names each and its fault
   */
  Path fetch(RemoteFile file, Path folder) throws IOException {
    Path target = folder.resolve(file.name());
    Path part = folder.resolve(file.name() + ".part");
    Files.createDirectories(folder);
    List<String> faults = new ArrayList<>();
    for (String mirror : file.mirrors()) {
      if (Files.exists(target)) {
        return target;
      }
      URI uri = file.at(mirror);
      try {
        synchronized (Downloader.class) { // the lock on the file is between processes only
          fetch(uri, file.checksum(), part, target);
        }
        return target;
      } catch (IOException e) {
        faults.add(uri.getHost() + ": " + Reason.of(e));
      }
    }
    throw new IOException(
        "cannot download " + file.name() + " (" + String.join("; ", faults) + ")");
  }

  private void fetch(URI uri, Checksum checksum, Path part, Path target) throws IOException {
    try (FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock(); // till it is closed: a second process waits for the first one's download
      if (Files.exists(target)) {
        return;
      }
      boolean resumed = transfer.run(uri, channel);
      if (resumed && !checksum.matches(part)) {
        channel.truncate(0); // the beginning came from another file: once more, from the start
        transfer.run(uri, channel);
      }
      checkOrDelete(checksum, part);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      if (Files.exists(part) && Files.size(part) == 0) {
        Files.delete(part); // nothing to go on from
      }
    }
  }

  private static void checkOrDelete(Checksum checksum, Path part) throws IOException {
    try {
      checksum.check(part);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
  }
}
