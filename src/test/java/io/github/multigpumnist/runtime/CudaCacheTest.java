package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaCacheTest {
  @TempDir private Path scratch;
  private final List<String> said = new ArrayList<>();
  private CudaArchive archive;
  private Path root;
  private Path folder;

  @BeforeEach
  void unpack() throws Exception {
    archive = FakeCuda.archive(scratch, FakeCuda.CARRIED);
    root = Files.createDirectories(scratch.resolve("cache"));
    folder = archive.folder(root);
    cache(0).fill();
    said.clear();
  }

  private CudaCache cache(long reserve) {
    return new CudaCache(archive, root, reserve, said::add);
  }

  private List<FileTime> made() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(f -> (FileTime) attribute(f, "unix:ctime")).toList();
    }
  }

  private static Object attribute(Path file, String name) {
    try {
      return Files.getAttribute(file, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void liesWhereJavaCppWouldUnpackIt() {
    assertThat(folder)
        .isEqualTo(root.resolve("cuda-12.6-redist.jar/org/bytedeco/cuda/linux-x86_64"));
    assertThat(folder.resolve("libcudnn.so.9")).hasContent(FakeCuda.content("libcudnn.so.9"));
    assertThat(folder.resolve("libcudnn.so.9").toFile().lastModified())
        .isEqualTo(1_700_000_000_000L);
  }

  @Test
  void isLeftAloneWhenWhole() throws Exception {
    List<FileTime> before = made();
    cache(Long.MAX_VALUE / 2).fill(); // would not find the room
    assertThat(made()).isEqualTo(before);
    assertThat(said).isEmpty();
  }

  @Test
  void aTruncatedLibraryIsUnpackedAnew() throws Exception {
    Path file = folder.resolve("libcufft.so.11");
    Files.writeString(file, "EL");
    cache(0).fill();
    assertThat(file).hasContent(FakeCuda.content("libcufft.so.11"));
    assertThat(said).containsExactly(file + " is damaged: unpacking it anew");
  }

  @Test
  void aChangedLibraryOfTheSameLengthIsUnpackedAnew() throws Exception {
    Path file = folder.resolve("libcufft.so.11");
    Files.writeString(file, FakeCuda.content("libcufft.so.12"));
    cache(0).fill();
    assertThat(file).hasContent(FakeCuda.content("libcufft.so.11"));
    assertThat(said).hasSize(1);
  }

  @Test
  void anotherTimeAloneIsNoDamage() throws Exception {
    Path file = folder.resolve("libcufft.so.11");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_003_600_000L));
    cache(Long.MAX_VALUE / 2).fill();
    assertThat(said).isEmpty();
    assertThat(file.toFile().lastModified()).isEqualTo(1_700_000_000_000L);
  }

  @Test
  void whatAKilledProcessLeftIsCompletedAndCleared() throws Exception {
    Files.delete(folder.resolve("libcudnn.so.9"));
    Path leftover = Files.writeString(folder.resolve(".libcudnn.so.9.4711.tmp"), "EL");
    cache(0).fill();
    assertThat(folder.resolve("libcudnn.so.9")).hasContent(FakeCuda.content("libcudnn.so.9"));
    assertThat(leftover).doesNotExist();
    assertThat(said).singleElement().asString().startsWith("unpacking CUDA (0 kB) into " + folder);
  }

  @Test
  void noRoomIsToldBeforeAnythingIsWritten() throws Exception {
    Files.delete(folder.resolve("libcudnn.so.9"));
    Files.writeString(folder.resolve("libcufft.so.11"), "EL");
    assertThatThrownBy(() -> cache(1L << 60).fill())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("no room for CUDA in " + root + ": ")
        .hasMessageContaining(" free, expected 1152921504.6 GB (")
        .hasMessageContaining("cachedir=DIR");
    assertThat(folder.resolve("libcudnn.so.9")).doesNotExist();
    assertThat(folder.resolve("libcufft.so.11")).hasContent("EL");
  }

  @Test
  void aCacheThatIsNoFolderIsToldInOneLine() throws Exception {
    Path file = Files.writeString(scratch.resolve("file"), "");
    assertThatThrownBy(() -> new CudaCache(archive, file, 0, said::add).fill())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot unpack CUDA: " + file);
  }
}
