package io.github.multigpumnist.dataset;

import static io.github.multigpumnist.Tiny.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.multigpumnist.format.TfRecordFile;
import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
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
    assertThat(Arrays.copyOf(held(mnist.train()).labels(), 10))
        .containsExactly(5, 0, 4, 1, 9, 2, 1, 3, 1, 4);
    assertThat(Arrays.copyOf(held(mnist.test()).labels(), 5)).containsExactly(7, 2, 1, 0, 4);
  }

  @Test
  void mnistIsConvertedLikeTheOriginal() throws IOException {
    Dataset mnist = load();

    RecordFiles files = RecordFiles.ensure(mnist, 5_000, folder, false, Progress.Reporter.SILENT);

    assertThat(TfRecordFile.count(files.train().get(0).file())).isEqualTo(55_000);
    assertThat(TfRecordFile.count(files.validation().get(0).file())).isEqualTo(5_000);
    assertThat(TfRecordFile.count(files.test().get(0).file())).isEqualTo(10_000);
    assertThat(held(files.examples().validation()).pixels())
        .isEqualTo(held(mnist.train().slice(0, 5_000)).pixels());
    assertThat(held(files.examples().train()).labels())
        .isEqualTo(held(mnist.train().slice(5_000, 60_000)).labels());
  }

  /** A few real JPEG files of CIFAR-10, which have its size already: no value may change. */
  @Test
  void photographsAreReadAsTheyAre() throws IOException {
    Path zip = DATA.resolve("cifar10/cifar10-jpeg.zip");
    assumeTrue(Files.isRegularFile(zip), () -> "no CIFAR-10 pictures in " + zip);
    List<Path> pictures = unzipEvery(500, zip);

    Dataset dataset = Datasets.load("images:" + folder, locations, Progress.Reporter.SILENT);

    assertThat(dataset.classNames()).hasSize(10).startsWith("airplane").endsWith("truck");
    assertThat(dataset.train().count() + dataset.test().count()).isEqualTo(pictures.size());
    assertThat(dataset.train()).extracting("height", "width", "depth").containsExactly(32, 32, 3);
    Path first = ImageFolderFiles.find(folder).train().get(0).path();
    int rgb = ImageIO.read(first.toFile()).getRGB(5, 9);
    int at = (9 * 32 + 5) * 3;
    assertThat(Arrays.copyOfRange(held(dataset.train()).pixels(), at, at + 3))
        .containsExactly(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
  }

  private List<Path> unzipEvery(int step, Path zip) throws IOException {
    List<Path> pictures = new ArrayList<>();
    try (ZipFile in = new ZipFile(zip.toFile())) {
      List<? extends ZipEntry> entries =
          in.stream().filter(entry -> entry.getName().endsWith(".jpg")).toList();
      for (int i = 0; i < entries.size(); i += step) {
        Path picture = folder.resolve(entries.get(i).getName());
        Files.createDirectories(picture.getParent());
        Files.copy(in.getInputStream(entries.get(i)), picture);
        pictures.add(picture);
      }
    }
    return pictures;
  }

  private static Dataset load() throws IOException {
    return Datasets.load("mnist", locations, Progress.Reporter.SILENT);
  }
}
