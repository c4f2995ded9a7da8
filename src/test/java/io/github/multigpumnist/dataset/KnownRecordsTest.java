package io.github.multigpumnist.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records are found without opening what they were made from. */
class KnownRecordsTest {
  @TempDir Path folder;
  @TempDir Path cache;
  private Path images;
  private RecordFiles files;

  @BeforeEach
  void write() throws IOException {
    Fixtures.writeMnist(folder, "");
    images = folder.resolve("train-images-idx3-ubyte");
    Dataset dataset = Datasets.load("idx:" + folder, locations(), Progress.Reporter.SILENT);
    files = RecordFiles.ensureCached(dataset, 2, cache, Progress.Reporter.SILENT);
    new KnownRecords(files, List.of("a", "b", "c")).remember(cache, key("2"));
  }

  private DataLocations locations() {
    return Fixtures.cacheOnly(cache);
  }

  private String key(String validation) throws IOException {
    return KnownRecords.key("idx:" + folder, validation, locations()).orElseThrow();
  }

  private Optional<KnownRecords> find() throws IOException {
    return KnownRecords.find(cache, key("2"));
  }

  @Test
  void nothingOfTheDataSetIsRead() throws IOException {
    FileTime before = Files.getLastModifiedTime(images);
    Files.write(images, new byte[(int) Files.size(images)]);
    Files.setLastModifiedTime(images, before);
    assertThatIOException()
        .as("it would be a fault")
        .isThrownBy(() -> Datasets.load("idx:" + folder, locations(), Progress.Reporter.SILENT));

    KnownRecords found = find().orElseThrow();
    assertThat(found.files()).isEqualTo(files);
    assertThat(found.classNames()).containsExactly("a", "b", "c");
    assertThat(found.files().trainChecksum())
        .contains(ContentHash.crc32c(Fixtures.dataset().split(2).train()));
  }

  @Test
  void otherFilesOrAnotherSplitAreOtherData() throws IOException {
    assertThat(KnownRecords.find(cache, key("3"))).isEmpty();
    Files.setLastModifiedTime(images, FileTime.fromMillis(0));
    assertThat(find()).isEmpty();
  }

  @Test
  void recordsThatWereTouchedAreLookedAtFirst() throws IOException {
    Files.setLastModifiedTime(files.train().get(0).file(), FileTime.fromMillis(0));
    assertThat(find()).isEmpty();
    Files.delete(files.test().get(0).file());
    assertThat(find()).isEmpty();
  }

  @Test
  void digitsAreKnownByTheirNumber() throws IOException {
    assertThat(KnownRecords.key("digits:70000", "", locations()))
        .isPresent()
        .isNotEqualTo(KnownRecords.key("digits:70001", "", locations()));
    assertThat(KnownRecords.key("mnist", "", locations())).as("not here").isEmpty();
  }
}
