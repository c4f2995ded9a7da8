package io.github.multigpumnist.dataset;

import static io.github.multigpumnist.Tiny.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.tuple;

import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFolderSourceTest {
  @TempDir Path folder;

  @Test
  void countsTheClassesAndTakesAnySize() throws IOException {
    Fixtures.writeMnist(folder, ".gz");

    Dataset dataset = load();

    assertThat(dataset.name()).isEqualTo("idx:" + folder);
    assertThat(dataset.classNames()).containsExactly("0", "1", "2");
    assertThat(held(dataset.train()))
        .usingRecursiveComparison()
        .isEqualTo(Fixtures.dataset().train());
    assertThat(dataset.test().height()).isEqualTo(2);
  }

  @Test
  void takesPrefixesTestPairsAndDepth() throws IOException {
    LabeledImages colour = Fixtures.images(3, 2, 2, 3, 5);
    Fixtures.writePair(folder, "letters-train", colour);
    Fixtures.writePair(folder, "letters-test", colour);

    assertThat(held(load().test())).usingRecursiveComparison().isEqualTo(colour);
  }

  @Test
  void prefersTheUncompressedTwin() throws IOException {
    Fixtures.writeMnist(folder, "");
    Files.writeString(folder.resolve("train-images-idx3-ubyte.gz"), "rubbish");

    assertThat(load().train().count()).isEqualTo(7);
  }

  @Test
  void namesWhatIsMissing() throws IOException {
    Fixtures.writePair(folder, "train", Fixtures.images(2, 1, 1, 1, 0));
    fails(folder + ": no t10k-images-idx3-ubyte[.gz] in it");
  }

  @Test
  void refusesTwoCandidates() throws IOException {
    Fixtures.writeMnist(folder, "");
    Fixtures.writePair(folder, "test", Fixtures.images(2, 1, 1, 1, 0));
    fails(folder + ": both t10k-images-idx3-ubyte and test-images-idx3-ubyte, expected one");
  }

  @Test
  void refusesPairsThatDoNotBelongTogether() throws IOException {
    Fixtures.writeMnist(folder, "");
    Files.copy(
        folder.resolve("t10k-labels-idx1-ubyte"),
        folder.resolve("train-labels-idx1-ubyte"),
        StandardCopyOption.REPLACE_EXISTING);
    fails(
        "%s: 4 labels, expected 7 as %s has pictures"
            .formatted(
                folder.resolve("train-labels-idx1-ubyte"),
                folder.resolve("train-images-idx3-ubyte")));
  }

  @Test
  void refusesPicturesOfTwoSizes() throws IOException {
    Fixtures.writePair(folder, "train", Fixtures.images(3, 2, 3, 1, 0));
    Fixtures.writePair(folder, "t10k", Fixtures.images(3, 3, 2, 1, 0));
    fails(
        "%s: pictures of 3 x 2 x 1, expected 2 x 3 x 1 as in %s"
            .formatted(
                folder.resolve("t10k-images-idx3-ubyte"),
                folder.resolve("train-images-idx3-ubyte")));
  }

  @Test
  void refusesLabelsInThePlaceOfPictures() throws IOException {
    Fixtures.writeMnist(folder, "");
    Path images = folder.resolve("t10k-images-idx3-ubyte");
    Files.delete(images);
    Files.copy(folder.resolve("t10k-labels-idx1-ubyte"), images);
    fails(images + ": rank 1, expected 3 (count, height, width) or 4 (and depth)");
  }

  @Test
  void refusesAMissingFolder() {
    assertThatIOException()
        .isThrownBy(() -> new IdxFolderSource("idx:x", folder.resolve("x"), folder).verify())
        .withMessage(folder.resolve("x") + ": no such folder");
  }

  @Test
  void verifiesFileByFile() throws IOException {
    Fixtures.writeMnist(folder, "");
    Files.writeString(folder.resolve("train-labels-idx1-ubyte"), "rubbish");

    assertThat(new IdxFolderSource("idx:x", folder, folder).verify())
        .extracting(FileCheck::file, FileCheck::right)
        .contains(tuple("train-images-idx3-ubyte", true), tuple("train-labels-idx1-ubyte", false));
  }

  private Dataset load() throws IOException {
    return Datasets.load("idx:" + folder, Fixtures.cacheOnly(folder), Progress.Reporter.SILENT);
  }

  private void fails(String message) {
    assertThatIOException().isThrownBy(this::load).withMessage(message);
  }
}
