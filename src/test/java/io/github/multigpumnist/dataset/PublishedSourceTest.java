package io.github.multigpumnist.dataset;

import static io.github.multigpumnist.Tiny.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.multigpumnist.format.Digests;
import io.github.multigpumnist.format.Gzip;
import io.github.multigpumnist.format.MaybeGzip;
import io.github.multigpumnist.progress.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class PublishedSourceTest {
  private static final List<String> FILES =
      List.of(
          MnistFormat.TRAIN_IMAGES,
          MnistFormat.TRAIN_LABELS,
          MnistFormat.TEST_IMAGES,
          MnistFormat.TEST_LABELS);

  @TempDir Path given;
  @TempDir Path environment;
  @TempDir Path cache;
  @TempDir Path made;
  private Mirror mirror;

  @BeforeEach
  void start() throws IOException {
    mirror = new Mirror();
  }

  @AfterEach
  void stop() {
    mirror.close();
  }

  @Test
  void looksInTheFoldersInOrder() throws IOException {
    Fixtures.writeMnist(cache, "");
    assertThat(found()).isEqualTo(cache);
    Fixtures.writeMnist(cache.resolve("small"), ".gz");
    assertThat(found()).isEqualTo(cache.resolve("small"));
    Fixtures.writeMnist(environment, "");
    assertThat(found()).isEqualTo(environment);
    Fixtures.writeMnist(given, ".gz");
    assertThat(found()).isEqualTo(given);
    Fixtures.writeMnist(given.resolve("small"), "");
    assertThat(found()).isEqualTo(given.resolve("small"));
    assertThat(mirror.requests()).isEmpty();
  }

  @Test
  void looksWhereTorchvisionKeepsThem() throws IOException {
    Fixtures.writeMnist(given.resolve("MNIST/raw"), "");
    assertThat(found()).isEqualTo(given.resolve("MNIST/raw"));
    assertThat(
            Catalog.all().stream()
                .filter(p -> p.format() instanceof MnistFormat)
                .map(p -> p.subfolders().get(0)))
        .containsExactly("MNIST/raw", "FashionMNIST/raw");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz"})
  void takesNamesWithADotInThem(String suffix) throws IOException {
    Fixtures.writeMnist(given, suffix);
    for (String file : FILES) {
      Path path = given.resolve(file + suffix);
      Files.move(path, given.resolve(file.replace("-idx", ".idx") + suffix));
    }

    assertThat(source().load(Progress.Reporter.SILENT).train().count()).isEqualTo(7);
    assertThat(source().verify())
        .allMatch(FileCheck::right)
        .extracting(check -> check.path().orElseThrow())
        .contains(given.resolve("train-images.idx3-ubyte" + suffix));
  }

  @Test
  void neverMixesFolders() throws IOException {
    Fixtures.writeMnist(cache, "");
    Fixtures.writePair(given, "train", Fixtures.images(2, 5, 5, 1, 0));

    assertThat(source().load(Progress.Reporter.SILENT).train().height()).isEqualTo(2);
  }

  @Test
  void downloadsIntoTheCache() throws IOException {
    serveAll();

    Dataset dataset = source().load(Progress.Reporter.SILENT);

    assertThat(dataset.name()).isEqualTo("small");
    assertThat(held(dataset.train()))
        .usingRecursiveComparison()
        .isEqualTo(Fixtures.dataset().train());
    assertThat(cache.resolve("small/train-images-idx3-ubyte.gz")).exists();
    assertThat(given).isEmptyDirectory();
    assertThat(source().fetch(Progress.Reporter.SILENT)).allMatch(FileCheck::right);
    assertThat(mirror.requests()).hasSize(4);
  }

  @Test
  void downloadsOnlyWhatIsMissing() throws IOException {
    serveAll();
    Fixtures.writePair(cache.resolve("small"), "train", Fixtures.dataset().train());

    source().load(Progress.Reporter.SILENT);

    assertThat(mirror.requests())
        .containsExactly("/t10k-images-idx3-ubyte.gz", "/t10k-labels-idx1-ubyte.gz");
  }

  @Test
  void saysWhatToDoWithoutANetwork() {
    mirror.close();

    assertThatIOException()
        .isThrownBy(() -> source().load(Progress.Reporter.SILENT))
        .withMessageStartingWith(
            "data set small: cannot download train-images-idx3-ubyte.gz (127.0.0.1: ")
        .withMessageContaining("it needs the files " + String.join(", ", FILES) + ", plain or .gz")
        .withMessageContaining(given + ", " + environment.resolve("small"))
        .withMessageContaining("put them into " + cache.resolve("small"))
        .withMessageEndingWith("name their folder by --data-dir, or use --dataset digits")
        .withMessageNotContaining("\n");
  }

  @Test
  void namesACacheThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(cache.resolve("small"), "");

    assertThatIOException()
        .isThrownBy(() -> source().load(Progress.Reporter.SILENT))
        .withMessageStartingWith("data set small: " + file + ": cannot be written (");
  }

  @Test
  void verifiesEachFile() throws IOException {
    Fixtures.writeMnist(given, "");
    Files.writeString(given.resolve(MnistFormat.TEST_IMAGES), "rubbish");
    Files.delete(given.resolve(MnistFormat.TEST_LABELS));
    Fixtures.writePair(given, "train", Fixtures.images(7, 2, 3, 1, 1)); // other pixels

    List<FileCheck> checks = source().verify();

    assertThat(checks).extracting(FileCheck::right).containsExactly(false, true, false, false);
    assertThat(checks.get(0).remark()).contains("SHA-256 of the uncompressed content is");
    assertThat(checks.get(1).remark()).isEqualTo("structure is right; no checksum of it is known");
    assertThat(checks.get(2).remark()).contains("not an IDX file");
    assertThat(checks.get(3).path()).isEmpty();
    assertThat(mirror.requests()).isEmpty();
  }

  @Test
  void refusesALabelThatIsNoClass() throws IOException {
    LabeledImages images = Fixtures.images(3, 2, 3, 1, 0);
    Fixtures.writePair(given, "train", images);
    Fixtures.writePair(
        given, "t10k", new LabeledImages(2, 3, 1, 9, images.pixels(), new int[] {0, 8, 1}));

    assertThatIOException()
        .isThrownBy(() -> source().load(Progress.Reporter.SILENT))
        .withMessage(
            given.resolve(MnistFormat.TEST_LABELS) + ": label 8 of picture 1, expected 0 to 2");
  }

  @Test
  void unpacksAnArchive() throws IOException {
    byte[] record = new byte[3073];
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    addToTar(tar, "cifar-10-batches-bin/readme.html", "hello".getBytes(StandardCharsets.UTF_8));
    for (int i = 1; i <= 5; i++) {
      record[0] = (byte) i;
      addToTar(tar, "cifar-10-batches-bin/data_batch_" + i + ".bin", record);
    }
    addToTar(tar, "cifar-10-batches-bin/test_batch.bin", record);
    byte[] archive = Gzip.of(tar.toByteArray());
    mirror.serve("cifar.tar.gz", archive);

    Dataset dataset = cifar(archive).load(Progress.Reporter.SILENT);

    assertThat(held(dataset.train()).labels()).containsExactly(1, 2, 3, 4, 5);
    assertThat(cache.resolve("cifar10")).isDirectoryNotContaining("glob:**cifar.tar.gz");
    assertThat(cache.resolve("cifar10")).isDirectoryNotContaining("glob:**readme.html");
  }

  @Test
  void namesWhatAnArchiveLacks() throws IOException {
    byte[] archive = Gzip.of(new byte[1024]);
    mirror.serve("cifar.tar.gz", archive);

    assertThatIOException()
        .isThrownBy(() -> cifar(archive).load(Progress.Reporter.SILENT))
        .withMessageContaining("cifar.tar.gz: holds no data_batch_1.bin, data_batch_2.bin");
  }

  @Test
  void looksIntoTheFolderOfTheArchive() throws IOException {
    Path folder = Files.createDirectories(given.resolve("cifar-10-batches-bin"));
    for (String file : cifarFiles()) {
      Files.write(folder.resolve(file), new byte[3073]);
    }

    assertThat(cifar(new byte[0]).verify()).allMatch(FileCheck::right);
  }

  private PublishedSource cifar(byte[] archive) {
    Checksum sum = Checksum.md5OfFile(hex("MD5", archive));
    Published published =
        new Published(
            "cifar10",
            List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
            cifarFiles(),
            Map.of(),
            List.of("cifar-10-batches-bin"),
            List.of(new RemoteFile("cifar.tar.gz", List.of(mirror.address()), sum)),
            new Cifar10Format());
    return new PublishedSource(published, locations());
  }

  private static List<String> cifarFiles() {
    return Catalog.all().stream()
        .filter(published -> published.name().equals("cifar10"))
        .findFirst()
        .orElseThrow()
        .files();
  }

  private PublishedSource source() throws IOException {
    Fixtures.writeMnist(made, ".gz");
    List<RemoteFile> remotes =
        FILES.stream()
            .map(file -> new RemoteFile(file + ".gz", List.of(mirror.address()), sum(made, file)))
            .toList();
    Map<String, Checksum> contents = Map.of(FILES.get(0), remotes.get(0).checksum());
    return new PublishedSource(
        new Published(
            "small",
            List.of("a", "b", "c"),
            FILES,
            contents,
            List.of("MNIST/raw"),
            remotes,
            new MnistFormat()),
        locations());
  }

  private DataLocations locations() {
    return new DataLocations(Optional.of(given), Optional.of(environment), cache);
  }

  private Path found() throws IOException {
    return source().verify().get(0).path().orElseThrow().getParent();
  }

  private void serveAll() throws IOException {
    Fixtures.writeMnist(made, ".gz");
    for (String file : FILES) {
      mirror.serve(file + ".gz", Files.readAllBytes(made.resolve(file + ".gz")));
    }
  }

  private static Checksum sum(Path folder, String file) {
    try (InputStream in = MaybeGzip.open(folder.resolve(file + ".gz"))) {
      return Checksum.sha256OfContent(hex("SHA-256", in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hex(String algorithm, byte[] bytes) {
    return HexFormat.of().formatHex(Digests.of(algorithm).digest(bytes));
  }

  private static void addToTar(ByteArrayOutputStream tar, String name, byte[] content) {
    byte[] header = new byte[512];
    byte[] path = name.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(path, 0, header, 0, path.length);
    byte[] size = String.format("%011o", content.length).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(size, 0, header, 124, size.length);
    tar.writeBytes(header);
    tar.writeBytes(content);
    tar.writeBytes(new byte[(512 - content.length % 512) % 512]);
  }
}
