package io.github.multigpumnist.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Optional;

/**
 * Writes whole files: to a temporary name beside the target, then renamed. A reader sees the old
 * file or the new one, never half of either. A link stays a link: the file it leads to is replaced.
 * What is there and no file (a pipe, a device, this process's own streams) is written into.
 */
public final class AtomicFiles {
  private AtomicFiles() {}

  /** What is written into the temporary file. */
  @FunctionalInterface
  public interface Body {
    /**
     * Writes the content.
     *
     * @param out buffered; closed by the caller
     * @throws IOException when writing fails
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file through a stream.
   *
   * @param target the file; its folder is created when missing
   * @param body writes the content
   * @throws IOException with the target's path, when it is a folder, the disk is full or its folder
   *     read-only; the target is then as it was
   */
  public static void write(Path target, Body body) throws IOException {
    try {
      Optional<PrintStream> stream = StandardStream.of(target);
      if (stream.isPresent()) {
        writeInto(stream.get(), body);
      } else if (Files.isDirectory(target)) {
        throw new FileSystemException(target.toString(), null, "is a folder, expected a file");
      } else if (Files.exists(target) && !Files.isRegularFile(target)) {
        writeInto(target, body);
      } else {
        replace(Links.end(target), body);
      }
    } catch (FileSystemException e) {
      throw e; // names its file already
    } catch (IOException e) {
      throw new IOException("cannot write " + target + ": " + e.getMessage(), e);
    }
  }

  private static void writeInto(PrintStream stream, Body body) throws IOException {
    body.writeTo(stream);
    if (stream.checkError()) {
      throw new IOException("its reader has gone");
    }
  }

  private static void writeInto(Path special, Body body) throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(special, StandardOpenOption.WRITE))) {
      body.writeTo(out);
    }
  }

  private static void replace(Path target, Body body) throws IOException {
    Path folder = target.getParent();
    Files.createDirectories(folder);
    // ".tmp" and the process id: two processes never share one, and a leftover is easy to tell.
    Path temporary =
        folder.resolve("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      try (FileChannel channel =
              FileChannel.open(
                  temporary,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
        keepPermissions(target, temporary);
        body.writeTo(out);
        out.flush();
        channel.force(true);
      }
      move(temporary, target);
    } catch (FileSystemException e) {
      throw temporary.toString().equals(e.getFile()) ? naming(target, e) : e;
    } finally {
      discard(temporary);
    }
  }

  /** What only its owner may read stays so. */
  private static void keepPermissions(Path target, Path temporary) throws IOException {
    var view = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    if (view != null && Files.exists(target)) {
      Files.setPosixFilePermissions(temporary, view.readAttributes().permissions());
    }
  }

  private static void discard(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // what kept it from being written is thrown already
    }
  }

  /** The same with the name that the user knows. */
  private static FileSystemException naming(Path target, FileSystemException e) {
    FileSystemException named =
        e instanceof AccessDeniedException
            ? new AccessDeniedException(target.toString())
            : new FileSystemException(target.toString(), null, e.getReason());
    named.initCause(e);
    return named;
  }

  /**
   * Writes a UTF-8 text file.
   *
   * @param target the file
   * @param text its whole content
   * @throws IOException as {@link #write}
   */
  public static void writeString(Path target, String text) throws IOException {
    write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
