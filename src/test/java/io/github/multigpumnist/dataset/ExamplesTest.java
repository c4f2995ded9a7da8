package io.github.multigpumnist.dataset;

import static io.github.multigpumnist.Tiny.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.multigpumnist.format.Gzip;
import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever examples lie, they are the same. */
class ExamplesTest {
  private static final LabeledImages ALL = Fixtures.images(7, 2, 3, 1, 0);

  @TempDir Path folder;
  @TempDir Path cache;
  private Path images;

  @BeforeEach
  void write() throws IOException {
    Fixtures.writeMnist(folder, "");
    images = folder.resolve("train-images-idx3-ubyte");
  }

  private Examples examples(String kind) throws IOException {
    return switch (kind) {
      case "memory" -> ALL;
      case "idx" -> idx();
      case "idx.gz" -> {
        Files.write(images, Gzip.of(Files.readAllBytes(images)));
        yield idx();
      }
      default -> {
        RecordFiles files =
            RecordFiles.ensure(
                Fixtures.dataset(), 0, folder.resolve("r"), false, Progress.Reporter.SILENT);
        if (kind.equals("records.gz")) {
          Path file = files.train().get(0).file();
          Files.write(file, Gzip.of(Files.readAllBytes(file)));
        }
        yield files.examples().train();
      }
    };
  }

  private Examples idx() throws IOException {
    return new IdxFolderSource("idx:x", folder, cache).load(Progress.Reporter.SILENT).train();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "idx", "idx.gz", "records", "records.gz"})
  void areReadFromAnywhereInAnyOrder(String kind) throws IOException {
    Examples examples = examples(kind);

    assertThat(held(examples)).usingRecursiveComparison().isEqualTo(ALL);
    assertThat(held(examples.slice(2, 6).slice(1, 3)))
        .usingRecursiveComparison()
        .isEqualTo(held(ALL.slice(3, 5)));

    Batch batch = new Batch(new byte[4 * 6], new int[4]);
    examples.gather(new int[] {9, 6, 0, 3, 9}, 1, 3, batch);
    assertThat(batch.labels()).startsWith(0, 0, 0);
    assertThat(batch.pixels()).startsWith(6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 3);

    examples.read(5, 2, batch, 2);
    assertThat(batch.labels()).containsExactly(0, 0, 2, 0);
    assertThat(batch.pixels()).startsWith(6, 7, 8, 9, 10, 11, 0).endsWith(6, 7, 8, 9, 10, 11);

    int[] labels = new int[3];
    examples.slice(1, 7).labels(2, 3, labels);
    assertThat(labels).containsExactly(0, 1, 2);
  }

  @Test
  void areVisitedInOrderAMegabyteAtATime() {
    LabeledImages large = Fixtures.images(5, 1000, 600, 1, 0);
    List<String> visits = new ArrayList<>();
    large.forEach((from, count, batch) -> visits.add(from + " " + count + " " + batch.pixels()[0]));

    assertThat(visits).containsExactly("0 1 0", "1 1 1", "2 1 2", "3 1 3", "4 1 4");
  }

  @Test
  void compressedOnesAreUnpackedOnce() throws IOException {
    examples("idx.gz");
    idx();
    try (Stream<Path> unpacked = Files.list(cache.resolve("unpacked"))) {
      assertThat(unpacked).hasSize(1);
    }
    Files.setLastModifiedTime(
        images, FileTime.fromMillis(0)); // another file, for all that is known
    idx();
    try (Stream<Path> unpacked = Files.list(cache.resolve("unpacked"))) {
      assertThat(unpacked).hasSize(2);
    }
  }

  @Test
  void compressedOnesThatAreCutNameTheFile() throws IOException {
    byte[] gzip = Gzip.of(Files.readAllBytes(images));
    Files.write(images, Arrays.copyOf(gzip, gzip.length - 12));

    assertThatIOException().isThrownBy(this::idx).withMessageStartingWith(images + ": ");
    assertThat(cache).isEmptyDirectory();
  }

  @Test
  void aFileThatChangesWhileItIsReadIsNamed() throws IOException {
    Examples examples = idx();
    Files.setLastModifiedTime(images, FileTime.fromMillis(0));
    refused(examples, images + ": the file was changed while it was read");
  }

  @Test
  void aFileThatIsCutWhileItIsReadIsNamed() throws IOException {
    Examples examples = idx();
    FileTime before = Files.getLastModifiedTime(images);
    try (FileChannel file = FileChannel.open(images, StandardOpenOption.WRITE)) {
      file.truncate(30);
    }
    Files.setLastModifiedTime(images, before);
    refused(
        examples,
        images + ": the file became shorter while it was read, expected dimensions [7, 2, 3]");
  }

  private static void refused(Examples examples, String message) {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> examples.read(4, 1, new Batch(new byte[6], new int[1]), 0))
        .havingCause()
        .withMessage(message);
  }
}
