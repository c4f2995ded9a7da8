package io.github.multigpumnist.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.multigpumnist.format.TfRecordFile;
import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real-data")
class RealDataTest {
  private static final Path DATA =
      Path.of(System.getProperty("multigpumnist.basedir", "."), "../shared/data").normalize();

  private static DataLocations locations;

  @TempDir Path folder;

  @BeforeAll
  static void find() {
    assumeTrue(
        Files.isDirectory(DATA.resolve("mnist")), () -> "no real MNIST in " + DATA + "/mnist");
    locations = new DataLocations(Optional.of(DATA), Optional.empty(), DATA.resolve("no-cache"));
  }

  @Test
  void mnistIsTheOneThatIsPublished() throws IOException {
    assertThat(Datasets.verify("mnist", locations)).hasSize(4).allMatch(FileCheck::right);
  }

  @Test
  void mnistIsReadWhole() throws IOException {
    Dataset mnist = load();

    assertThat(mnist.train())
        .extracting("height", "width", "depth", "classes")
        .containsExactly(28, 28, 1, 10);
    assertThat(mnist.train().count()).isEqualTo(60_000);
    assertThat(mnist.test().count()).isEqualTo(10_000);
    assertThat(Arrays.copyOf(mnist.train().labels(), 10))
        .containsExactly(5, 0, 4, 1, 9, 2, 1, 3, 1, 4);
    assertThat(Arrays.copyOf(mnist.test().labels(), 5)).containsExactly(7, 2, 1, 0, 4);
  }

  @Test
  void mnistIsConvertedLikeTheOriginal() throws IOException {
    Dataset mnist = load();

    RecordFiles files = RecordFiles.ensure(mnist, 5_000, folder, Progress.Reporter.SILENT);

    assertThat(TfRecordFile.count(files.train())).isEqualTo(55_000);
    assertThat(TfRecordFile.count(files.validation())).isEqualTo(5_000);
    assertThat(TfRecordFile.count(files.test())).isEqualTo(10_000);
    assertThat(files.read(files.validation()).pixels())
        .isEqualTo(mnist.train().slice(0, 5_000).pixels());
    assertThat(files.read(files.train()).labels())
        .isEqualTo(mnist.train().slice(5_000, 60_000).labels());
  }

  private static Dataset load() throws IOException {
    return Datasets.load("mnist", locations, Progress.Reporter.SILENT);
  }
}
