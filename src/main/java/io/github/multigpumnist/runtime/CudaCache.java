package io.github.multigpumnist.runtime;

import io.github.multigpumnist.format.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * The libraries of a {@link CudaArchive} as files, unpacked once for every process of this machine.
 * A file has its name only when it is whole; its time is that of the archive's entry, so that one
 * that was changed since is told without reading it.
 */
final class CudaCache {
  private static final String LOCK = ".cuda.lock";

  private final CudaArchive archive;
  private final Path cache;
  private final Path folder;
  private final long reserveBytes;
  private final Consumer<String> say;

  /**
   * @param cache JavaCPP's
   * @param reserveBytes room that is to be left in it
   * @param say gets a line when something is unpacked, and why
   */
  CudaCache(CudaArchive archive, Path cache, long reserveBytes, Consumer<String> say) {
    this.archive = archive;
    this.cache = cache;
    this.folder = archive.folder(cache);
    this.reserveBytes = reserveBytes;
    this.say = say;
  }

  CudaArchive archive() {
    return archive;
  }

  Path file(JarEntry library) {
    return folder.resolve(CudaArchive.name(library));
  }

  /**
   * Unpacks what is missing, and anew what is damaged.
   *
   * @throws IOException in one line, when there is no room or the cache cannot be written
   */
  void fill() throws IOException {
    if (!wanting().isEmpty()) {
      try {
        fillLocked();
      } catch (AccessDeniedException e) {
        throw new IOException("cannot unpack CUDA: " + e.getFile() + ": permission denied", e);
      } catch (FileAlreadyExistsException e) {
        throw new IOException("cannot unpack CUDA: " + e.getFile() + ": is no folder", e);
      } catch (FileSystemException e) {
        throw new IOException("cannot unpack CUDA: " + e.getMessage(), e);
      }
    }
  }

  private void fillLocked() throws IOException {
    Files.createDirectories(folder);
    try (FileChannel channel =
        FileChannel.open(
            cache.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (channel.tryLock() == null) {
        say.accept("waiting for another process, which unpacks CUDA into " + folder);
        channel.lock(); // ends with the channel
      }
      deleteLeftovers();
      List<JarEntry> wanting = wanting();
      if (!wanting.isEmpty()) {
        unpack(wanting);
      }
    }
  }

  /**
   * Looks at every byte of a library.
   *
   * @return whether it was damaged; it is unpacked anew then
   */
  boolean mend(JarEntry library) throws IOException {
    if (checksum(file(library)) == library.getCrc()) {
      return false;
    }
    unpack(List.of(library));
    return true;
  }

  private List<JarEntry> wanting() throws IOException {
    List<JarEntry> wanting = new ArrayList<>();
    for (JarEntry library : archive.libraries()) {
      if (!isWhole(library)) {
        wanting.add(library);
      }
    }
    return wanting;
  }

  private boolean isWhole(JarEntry library) throws IOException {
    Path file = file(library);
    if (!Files.isRegularFile(file) || Files.size(file) != library.getSize()) {
      return false;
    }
    if (Files.getLastModifiedTime(file).equals(time(library))) {
      return true;
    }
    if (checksum(file) != library.getCrc()) {
      return false;
    }
    try { // it was copied here, or the archive's times are of another time zone
      Files.setLastModifiedTime(file, time(library));
    } catch (IOException e) {
      return true; // not this user's file: it will be read the next time too
    }
    return true;
  }

  private static FileTime time(JarEntry library) {
    return FileTime.fromMillis(library.getTime());
  }

  private static long checksum(Path file) throws IOException {
    CRC32 crc = new CRC32();
    try (InputStream in = new CheckedInputStream(Files.newInputStream(file), crc)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return crc.getValue();
  }

  private void unpack(List<JarEntry> libraries) throws IOException {
    long bytes = libraries.stream().mapToLong(JarEntry::getSize).sum();
    List<Path> damaged = libraries.stream().map(this::file).filter(Files::exists).toList();
    damaged.forEach(file -> say.accept(file + " is damaged: unpacking it anew"));
    checkRoom(bytes);
    if (damaged.size() < libraries.size()) {
      say.accept("unpacking CUDA (" + size(bytes) + ") into " + folder + ", once");
    }
    for (JarEntry library : libraries) {
      unpack(library);
    }
  }

  private void checkRoom(long bytes) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < bytes + reserveBytes) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "no room for CUDA in %s: %s free, expected %s (JAVA_OPTS="
                  + "-Dorg.bytedeco.javacpp.cachedir=DIR chooses another folder)",
              cache,
              size(free),
              size(bytes + reserveBytes)));
    }
  }

  private void unpack(JarEntry library) throws IOException {
    Path file = file(library);
    AtomicFiles.write(
        file,
        out -> {
          try (InputStream in = archive.jar().getInputStream(library)) {
            in.transferTo(out);
          }
        });
    Files.setLastModifiedTime(file, time(library));
  }

  /** What processes that were killed have left; the lock says that none is at it. */
  private void deleteLeftovers() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tmp")).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String size(long bytes) {
    return bytes < 10_000_000
        ? bytes / 1000 + " kB"
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
