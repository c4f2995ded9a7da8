package io.github.multigpumnist.dataset;

import static io.github.multigpumnist.Tiny.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.multigpumnist.dataset.RecordFiles.Shard;
import io.github.multigpumnist.format.ImageExample;
import io.github.multigpumnist.format.TfRecordFile;
import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFilesTest {
  @TempDir Path folder;
  private final List<String> tasks = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Progress.Reporter reporter =
      new Progress.Reporter() {
        @Override
        public Progress start(String task, long total, String unit) {
          tasks.add(task + " " + total);
          return SILENT.start(task, total, unit);
        }

        @Override
        public void note(String line) {
          notes.add(line);
        }
      };

  private RecordFiles files;
  private Path train;
  private Path validation;
  private Path test;

  @BeforeEach
  void write() throws IOException {
    train = folder.resolve("train.tfrecords");
    validation = folder.resolve("validation.tfrecords");
    test = folder.resolve("test.tfrecords");
    files = ensure(Fixtures.dataset(), 2);
  }

  @Test
  void holdEveryPictureOfTheirPart() throws IOException {
    Splits splits = Fixtures.dataset().split(2);

    assertThat(held(files.examples().train()))
        .usingRecursiveComparison()
        .isEqualTo(held(splits.train()));
    assertThat(held(files.examples().validation()))
        .usingRecursiveComparison()
        .isEqualTo(held(splits.validation()));
    assertThat(held(files.examples().test()))
        .usingRecursiveComparison()
        .isEqualTo(held(splits.test()));
    assertThat(files.train()).containsExactly(new Shard(train, 5));
    assertThat(files.validation()).containsExactly(new Shard(validation, 2));
    assertThat(files.test()).containsExactly(new Shard(test, 4));
    assertThat(tasks).containsExactly("writing records 11");
  }

  @Test
  void areWrittenOnce() throws IOException {
    assertThat(ensure(Fixtures.dataset(), 2)).isEqualTo(files);
    assertThat(tasks).hasSize(1);
    assertThat(RecordFiles.open(folder)).isEqualTo(files);
  }

  @Test
  void areWrittenAnewForOtherContent() throws IOException {
    Dataset old = Fixtures.dataset();
    byte[] pixels = held(old.train()).pixels().clone();
    pixels[0]++;
    LabeledImages train = new LabeledImages(2, 3, 1, 3, pixels, held(old.train()).labels());
    Dataset other = new Dataset(old.name(), train, old.test(), old.classNames());
    assertThatIOException()
        .isThrownBy(() -> ensure(other, 2))
        .withMessage(
            folder
                + ": holds records of tiny with 2 for validation, which --overwrite would replace");
    assertThat(held(files.examples().train()).pixels()).startsWith(2);

    Path anothers = Files.writeString(folder.resolve("train.tfrecords.gz"), "of another program");
    RecordFiles.ensure(other, 2, folder, true, reporter);
    assertThat(tasks).hasSize(2);
    assertThat(anothers).hasContent("of another program");

    assertThat(RecordFiles.count(RecordFiles.ensure(old, 0, folder, true, reporter).validation()))
        .isZero();
    assertThat(tasks).hasSize(3);
    assertThat(folder.resolve("validation.tfrecords")).isEmptyFile();
    assertThat(notes).isEmpty();
  }

  @Test
  void areWrittenAnewWhenDamaged() throws IOException {
    Files.writeString(test, "rubbish that is longer than a header");
    ensure(Fixtures.dataset(), 2);
    Files.delete(train);
    ensure(Fixtures.dataset(), 2);
    Files.writeString(folder.resolve("records.json"), "{");
    assertThatIOException()
        .as("of what data they are is not known")
        .isThrownBy(() -> ensure(Fixtures.dataset(), 2))
        .withMessageStartingWith(folder.resolve("records.json") + ": ");
    RecordFiles.ensure(Fixtures.dataset(), 2, folder, true, reporter);

    assertThat(tasks).hasSize(4);
    assertThat(notes).hasSize(3);
    assertThat(RecordFiles.open(folder)).isEqualTo(files);
  }

  @Test
  void areWrittenAnewWhenOneByteOfTheCacheIsFlipped() throws IOException {
    Path cached = cached(Fixtures.dataset(), 2);
    for (String name : List.of("train.tfrecords", "validation.tfrecords", "test.tfrecords")) {
      Path file = cached.resolve(name);
      byte[] right = Files.readAllBytes(file);
      byte[] flipped = right.clone();
      flipped[right.length - 10] ^= 1; // in the last record's data
      Files.write(file, flipped);
      notes.clear();

      cached(Fixtures.dataset(), 2);

      assertThat(file).hasBinaryContent(right);
      assertThat(notes)
          .singleElement(STRING)
          .matches(
              Pattern.quote(file.toString())
                  + ": record \\d: checksum of the data is 0x\\w+, expected 0x\\w+:"
                  + " records are damaged, writing them anew");
    }
    cached(Fixtures.dataset(), 2);
    assertThat(notes).as("once").hasSize(1);
  }

  @Test
  void ofAnotherProgramAreNotReplaced() throws IOException {
    Files.delete(folder.resolve("records.json"));
    Files.delete(train);
    assertThatIOException()
        .isThrownBy(() -> RecordFiles.ensure(Fixtures.dataset(), 0, folder, true, reporter))
        .withMessage(
            test
                + ": is there and not of this program (no records.json beside it), expected a"
                + " folder without it");
    assertThat(folder).isDirectoryNotContaining("glob:**train.tfrecords");
  }

  @Test
  void whoseWritingWasInterruptedAreWrittenAnew() throws IOException {
    Files.move(folder.resolve("records.json"), folder.resolve(".records.partial.json"));
    Files.delete(test);
    assertThatIOException()
        .isThrownBy(() -> RecordFiles.open(folder))
        .withMessage(
            folder + ": writing these records was interrupted, expected all of them: write again");

    ensure(Fixtures.dataset(), 2);
    assertThat(tasks).hasSize(2);
    assertThat(RecordFiles.open(folder)).isEqualTo(files);
  }

  @Test
  void haveAFolderOfTheirOwnInTheCache() throws IOException {
    Dataset dataset = Fixtures.dataset();
    Path one = cached(dataset, 2);

    assertThat(one).isEqualTo(cached(Fixtures.dataset(), 2));
    assertThat(one).isNotEqualTo(cached(dataset, 3));
    assertThat(one.getFileName().toString()).matches("tiny-[0-9a-f]{16}");
    assertThat(one.getParent()).isEqualTo(folder.resolve("records"));
  }

  private Path cached(Dataset dataset, int validationSize) throws IOException {
    return RecordFiles.ensureCached(dataset, validationSize, folder, reporter)
        .train()
        .get(0)
        .file()
        .getParent();
  }

  @Test
  void areWrittenByManyAtOnce() {
    Path shared = folder.resolve("shared");
    IntStream.range(0, 8)
        .parallel()
        .forEach(
            i -> {
              try {
                RecordFiles made =
                    RecordFiles.ensure(Fixtures.dataset(), 2, shared, false, reporter);
                assertThat(made.examples().train().count()).isEqualTo(5);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertThat(tasks).hasSize(2);
  }

  @Test
  void ofAnotherProgramAreReadThrough() throws IOException {
    Files.delete(folder.resolve("records.json"));

    RecordFiles found = RecordFiles.open(folder);
    assertThat(found.train()).isEqualTo(files.train());
    assertThat(found.test()).isEqualTo(files.test());
    assertThat(found.shape()).isEqualTo(files.shape());
  }

  @Test
  void ofAnEarlierVersionStayAsTheyAre() throws IOException {
    String now = Files.readString(folder.resolve("records.json"));
    String before = now.replaceAll("(?s),\\s*\"train_crc32c\".*", "\n}\n");
    assertThat(before).contains("sha256").doesNotContain("files");
    Files.writeString(folder.resolve("records.json"), before);

    assertThat(RecordFiles.open(folder).trainChecksum()).isEmpty();
    assertThat(ensure(Fixtures.dataset(), 2)).as("completed").isEqualTo(files);
    assertThat(tasks).as("written once").hasSize(1);
    assertThat(folder.resolve("records.json")).hasContent(now);
  }

  @Test
  void theirChecksumIsThatOfTheImagesAsLongAsTheyAreUntouched() throws IOException {
    assertThat(files.trainChecksum())
        .contains(ContentHash.crc32c(Fixtures.dataset().split(2).train()))
        .contains(ContentHash.crc32c(files.examples().train()));
    Files.setLastModifiedTime(train, FileTime.fromMillis(0));
    assertThat(RecordFiles.open(folder).trainChecksum()).isEmpty();
  }

  @Test
  void ofAnotherProgramAreCheckedThrough() throws IOException {
    Files.delete(folder.resolve("records.json"));
    TfRecordFile.write(
        test,
        records -> {
          records.accept(new ImageExample(2, 3, 1, 0, new byte[6]).serialize());
          records.accept(new ImageExample(3, 2, 1, 0, new byte[6]).serialize());
        });
    assertThatIOException()
        .isThrownBy(() -> RecordFiles.open(folder))
        .withMessage(test + ": record 1: picture of 3 x 2 x 1, expected 2 x 3 x 1");

    TfRecordFile.write(train, records -> {});
    assertThatIOException()
        .isThrownBy(() -> RecordFiles.open(folder))
        .withMessage(train + ": no records, expected at least one");

    Files.delete(validation);
    assertThatIOException()
        .isThrownBy(() -> RecordFiles.open(folder))
        .withMessage(validation + ": no such file");
  }

  @Test
  void forTheTestAreCheckedBeforeATraining() throws IOException {
    byte[] bytes = Files.readAllBytes(test);
    bytes[bytes.length - 10] ^= 1;
    Files.write(test, bytes);
    Files.setLastModifiedTime(test, FileTime.fromMillis(0));
    assertThatIOException()
        .isThrownBy(() -> RecordFiles.open(folder))
        .withMessageStartingWith(test + ": record 3: checksum of the data is 0x");
  }

  @Test
  void mustAgreeWithTheirManifest() throws IOException {
    Files.copy(validation, test, StandardCopyOption.REPLACE_EXISTING);
    assertThatIOException()
        .isThrownBy(() -> RecordFiles.open(folder))
        .withMessage(test + ": 2 records, expected 4 as records.json says");

    Files.writeString(folder.resolve("records.json"), "{\"height\":\"x\"}");
    assertThatIOException()
        .isThrownBy(() -> RecordFiles.open(folder))
        .withMessageStartingWith(folder.resolve("records.json") + ": ");
  }

  @Test
  void withALabelThatIsNoClassAreRefused() throws IOException {
    TfRecordFile.write(
        test, records -> records.accept(new ImageExample(2, 3, 1, 3, new byte[6]).serialize()));
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> files.examples().test().read(0, 1, new Batch(new byte[6], new int[1]), 0))
        .havingCause()
        .withMessage(test + ": record 0: feature label is 3, expected 0 to 2");
  }

  @Test
  void cannotBeWrittenWhereAFileIs() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatIOException()
        .isThrownBy(() -> RecordFiles.ensure(Fixtures.dataset(), 2, file, false, reporter))
        .isNotInstanceOf(NoSuchFileException.class);
  }

  private RecordFiles ensure(Dataset dataset, int validationSize) throws IOException {
    return RecordFiles.ensure(dataset, validationSize, folder, false, reporter);
  }
}
