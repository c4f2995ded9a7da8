package io.github.multigpumnist.dataset;

import static io.github.multigpumnist.Tiny.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets that are too large for one file. */
class RecordShardsTest {
  private static final int COUNT = (1 << 16) + 100;
  private static final FileTime LONG_AGO = FileTime.fromMillis(0);

  @TempDir Path folder;
  private final List<String> tasks = new ArrayList<>();
  private Dataset dataset;
  private RecordFiles files;

  @BeforeEach
  void write() throws IOException {
    byte[] pixels = new byte[COUNT];
    int[] labels = new int[COUNT];
    for (int i = 0; i < COUNT; i++) {
      pixels[i] = (byte) i;
      labels[i] = i / 1000;
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      names.add("class " + i);
    }
    LabeledImages all = new LabeledImages(1, 1, 1, 100, pixels, labels);
    dataset = new Dataset("many", all, all.slice(0, 3), names);
    files = ensure();
  }

  private RecordFiles ensure() throws IOException {
    return RecordFiles.ensure(
        dataset,
        10,
        folder,
        false,
        (task, total, unit) -> {
          tasks.add(task + " " + total);
          return Progress.Reporter.SILENT.start(task, total, unit);
        });
  }

  private Path shard(int number) {
    return folder.resolve(String.format("train-%05d-of-00032.tfrecords", number));
  }

  @Test
  void holdTheSetInItsOrder() throws IOException {
    assertThat(files.train()).hasSize(32);
    assertThat(files.train().get(31).file()).isEqualTo(shard(31));
    assertThat(RecordFiles.count(files.train())).isEqualTo(COUNT - 10);
    assertThat(files.validation()).hasSize(1);
    assertThat(held(files.examples().train()))
        .usingRecursiveComparison()
        .isEqualTo(held(dataset.split(10).train()));
    assertThat(RecordFiles.open(folder)).isEqualTo(files);
    assertThat(ensure()).isEqualTo(files);
    assertThat(tasks).hasSize(1);
  }

  @Test
  void aConversionThatWasInterruptedGoesOnWithTheMissingOnes() throws IOException {
    Files.delete(shard(3));
    Files.delete(shard(20));
    interrupted();
    Files.writeString(folder.resolve(".train-00003-of-00032.tfrecords.123.tmp"), "half");
    Files.setLastModifiedTime(shard(4), LONG_AGO);

    assertThat(ensure()).isEqualTo(files);

    int missing = (int) (files.train().get(3).count() + files.train().get(20).count());
    assertThat(tasks).last().isEqualTo("writing records " + missing);
    assertThat(Files.getLastModifiedTime(shard(4))).as("stays").isEqualTo(LONG_AGO);
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    assertThat(held(files.examples().train()).labels())
        .isEqualTo(held(dataset.split(10).train()).labels());
  }

  /** As a process that is killed leaves the folder: with the manifest of what is to be written. */
  private void interrupted() throws IOException {
    RecordManifest.of(dataset, 10).write(folder.resolve(".records.partial.json"));
    Files.delete(folder.resolve("records.json"));
  }

  @Test
  void halfWrittenOnesOfOtherDataAreNotTaken() throws IOException {
    interrupted();
    Files.delete(folder.resolve("test.tfrecords"));
    dataset = Fixtures.dataset();
    RecordFiles small = RecordFiles.ensure(dataset, 2, folder, false, Progress.Reporter.SILENT);

    assertThat(small.train()).hasSize(1);
    assertThat(shard(0)).as("would be read by others").doesNotExist();
    assertThat(held(small.examples().train()).labels())
        .isEqualTo(held(dataset.split(2).train()).labels());
  }

  @Test
  void oneThatIsMissingIsNamed() throws IOException {
    Files.delete(shard(7));
    assertThatIOException()
        .isThrownBy(() -> RecordFiles.open(folder))
        .withMessage(shard(7) + ": no such file");
    Files.delete(folder.resolve("records.json")); // as another program writes records
    assertThatIOException()
        .isThrownBy(() -> RecordFiles.open(folder))
        .withMessage(shard(7) + ": no such file, expected all 32 shards");
  }

  @Test
  void ofAnotherProgramAreReadThrough() throws IOException {
    Files.delete(folder.resolve("records.json"));
    RecordFiles found = RecordFiles.open(folder);
    assertThat(found.train()).isEqualTo(files.train());
    assertThat(found.shape().classes()).as("the largest label and one").isEqualTo(66);

    Files.copy(shard(0), folder.resolve("train.tfrecords"));
    assertThatIOException()
        .isThrownBy(() -> RecordFiles.open(folder))
        .withMessage(
            folder
                + ": both train.tfrecords and train-00000-of-00032.tfrecords, expected one set of"
                + " records");
  }

  @Test
  void aFlippedByteIsToldByFileAndRecord() throws IOException {
    byte[] bytes = Files.readAllBytes(shard(2));
    bytes[bytes.length - 10] ^= 1;
    Files.write(shard(2), bytes);
    long last = files.train().get(2).count() - 1;

    Examples train = RecordFiles.open(folder).examples().train();
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> held(train))
        .havingCause()
        .withMessageStartingWith(shard(2) + ": record " + last + ": checksum of the data is 0x");
  }

  @Test
  void anotherShardInItsPlaceIsRefused() throws IOException {
    Files.write(shard(2), Files.readAllBytes(folder.resolve("validation.tfrecords")));
    assertThatIOException()
        .isThrownBy(() -> RecordFiles.open(folder))
        .withMessage(
            "%s: 10 records, expected %d as records.json says",
            shard(2), files.train().get(2).count());
  }
}
