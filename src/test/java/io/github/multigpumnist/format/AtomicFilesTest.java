package io.github.multigpumnist.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the content of a file goes when its name is a link, a pipe, a device or a folder. */
class AtomicFilesTest {
  @TempDir private Path folder;

  @Test
  void aLinkStaysOneAndItsTargetIsReplaced() throws IOException {
    Path target = Files.createDirectory(folder.resolve("elsewhere")).resolve("t.csv");
    Files.writeString(target, "old");
    Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("elsewhere/t.csv"));
    Path first = Files.createSymbolicLink(folder.resolve("first"), second);
    AtomicFiles.writeString(first, "new");
    assertThat(first).isSymbolicLink();
    assertThat(second).isSymbolicLink();
    assertThat(target).content().isEqualTo("new");
    assertThat(names(folder)).containsExactly("elsewhere", "first", "second");
    assertThat(names(target.getParent())).containsExactly("t.csv");
  }

  @Test
  void theTargetOfALinkIsMadeWhenMissing() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("new/t.csv"));
    AtomicFiles.writeString(link, "text");
    assertThat(link).isSymbolicLink();
    assertThat(folder.resolve("new/t.csv")).content().isEqualTo("text");
  }

  @Test
  void aCircleOfLinksIsRefused() throws IOException {
    Path one = Files.createSymbolicLink(folder.resolve("one"), Path.of("two"));
    Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));
    assertRefused(one, "its links lead in a circle");
  }

  @Test
  void aFolderIsNamedAsItWasGiven() {
    assertRefused(folder, "is a folder, expected a file");
  }

  @Test
  void aFailureNamesTheTargetNotItsTemporaryFile() {
    Path tooLong = folder.resolve("a".repeat(254));
    assertRefused(tooLong, "File name too long");
  }

  private static void assertRefused(Path target, String reason) {
    assertThatThrownBy(() -> AtomicFiles.writeString(target, "text"))
        .isInstanceOfSatisfying(
            FileSystemException.class,
            e -> {
              assertThat(e.getFile()).isEqualTo(target.toString());
              assertThat(e.getReason()).isEqualTo(reason);
            });
  }

  @Test
  void aPipeIsWrittenInto() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> readAll(pipe));
    AtomicFiles.writeString(pipe, "through it");
    assertThat(read.get()).isEqualTo("through it");
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }

  private static String readAll(Path pipe) {
    try {
      return Files.readString(pipe);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aDeviceIsWrittenInto() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));
    AtomicFiles.writeString(link, "text");
    assertThat(link).isSymbolicLink();
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    assertThat(names(folder)).containsExactly("link");
  }

  @Test
  void standardOutputIsJavasOwn() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/stdout"));
    PrintStream before = System.out;
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    System.setOut(new PrintStream(seen, true, StandardCharsets.UTF_8));
    try {
      AtomicFiles.writeString(Path.of("/dev/stdout"), "a");
      AtomicFiles.writeString(link, "ö");
    } finally {
      System.setOut(before);
    }
    assertThat(seen.toString(StandardCharsets.UTF_8)).isEqualTo("aö");
    assertThat(StandardStream.isOutput(link)).isTrue();
    assertThat(StandardStream.isOutput(Path.of("/dev/fd/1"))).isTrue();
    assertThat(StandardStream.isOutput(Path.of("/dev/fd/2"))).isFalse();
    assertThat(StandardStream.isOutput(folder.resolve("1"))).isFalse();
  }

  @Test
  void whatIsPrivateStaysSo() throws IOException {
    Path file = Files.writeString(folder.resolve("private"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    AtomicFiles.writeString(file, "new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aLinkToAFolderStaysOneAndTheFolderIsReplaced() throws IOException {
    Path target = Files.createDirectory(folder.resolve("target"));
    Files.writeString(target.resolve("old"), "");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("target"));
    AtomicFolders.write(
        link, made -> Files.writeString(Files.createDirectory(made).resolve("new"), ""));
    assertThat(link).isSymbolicLink();
    assertThat(names(target)).containsExactly("new");
    assertThat(names(folder)).containsExactly("link", "target");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
