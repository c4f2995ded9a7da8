package io.github.multigpumnist.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process runs a study of a SQLite file, by whatever names the file is known. */
class SqliteNamesTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void makeFolders() throws IOException {
    file = Files.createDirectory(folder.resolve("real")).resolve("trials.db");
    Files.createDirectory(folder.resolve("links"));
  }

  private static Storage storage(Path path) {
    return new SqliteStorage(path);
  }

  private static void claimIsRefused(Path path, String owner) throws StoreException {
    try (TrialStore store = TrialStore.open(storage(path))) {
      Study study = store.study("s").orElseThrow();
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> study.claim("w"))
          .withMessageStartingWith(
              storage(path) + ": study \"s\" is run by " + owner + ", expected nobody");
    }
  }

  @Test
  void byLinksToTheFileAndItsFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("links/first.db"), file);
    Path second = Files.createSymbolicLink(folder.resolve("links/second.db"), Path.of("first.db"));
    Path folderLink = Files.createSymbolicLink(folder.resolve("links/folder"), file.getParent());
    try (TrialStore store = TrialStore.open(storage(link))) { // makes the file
      Study study = Trials.study(store, "s");
      study.enqueue(Trials.SPACE, Trials.trials(1));
      assertThat(folder.resolve("real/trials.db-study-1.lock")).isNotEmptyFile();
      claimIsRefused(file, "this process");
      claimIsRefused(second, "this process");
      claimIsRefused(folderLink.resolve("trials.db"), "this process");
    }
    try (var beside = Files.list(folder.resolve("links"))) {
      assertThat(beside).containsExactlyInAnyOrder(link, second, folderLink);
    }
  }

  @Test
  void anotherProcessToo() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("links/link.db"), file);
    try (OtherProcess other = OtherProcess.claiming(storage(file));
        TrialStore store = TrialStore.open(storage(link))) {
      Study study = store.study("s").orElseThrow();
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> study.claim("w"))
          .withMessageContaining("is run by process " + other.pid() + " on ");
    }
  }

  @Test
  void aFileWithHardLinksMayOnlyBeRead() throws Exception {
    try (TrialStore store = TrialStore.open(storage(file))) {
      Trials.study(store, "s").enqueue(Trials.SPACE, Trials.trials(1));
    }
    Path other = Files.createLink(folder.resolve("links/other.db"), file);
    for (Path name : new Path[] {file, other}) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> TrialStore.open(storage(name)))
          .withMessage(
              storage(name)
                  + " is a file of 2 names (hard links), expected one: SQLite would damage it; use a"
                  + " symbolic link or a copy");
      try (TrialStore store = TrialStore.openExisting(storage(name))) {
        assertThat(store.study("s").orElseThrow().trials()).hasSize(1);
      }
    }
    Files.delete(other);
    TrialStore.open(storage(file)).close();
  }

  /** Lines of /proc/self/mountinfo; to mount takes rights that a test has not. */
  @Test
  void aFileMountedByItselfIsRecognised() {
    String mount = "42 27 254:0 /data/a.db /in\\040here/b.db rw,relatime - ext4 /dev/vda rw";
    assertThat(RealFile.isOf(Path.of("/in here/b.db"), mount)).isTrue();
    assertThat(RealFile.isOf(Path.of("/data/a.db"), mount)).isFalse();
    assertThat(RealFile.isOf(Path.of("/in here"), mount)).isFalse();
    assertThat(RealFile.isOf(Path.of("/b.db"), "")).isFalse();
    assertThat(RealFile.isMountedAlone(file)).isFalse();
  }
}
