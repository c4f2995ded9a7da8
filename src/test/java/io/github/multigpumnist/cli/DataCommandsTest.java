package io.github.multigpumnist.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.multigpumnist.dataset.DataLocations;
import io.github.multigpumnist.dataset.Datasets;
import io.github.multigpumnist.dataset.FileCheck;
import io.github.multigpumnist.format.IdxArray;
import io.github.multigpumnist.format.IdxFile;
import io.github.multigpumnist.format.TfRecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandsTest {
  @TempDir Path folder;
  private final Capture capture = new Capture();
  private String dataset;

  @BeforeEach
  void write() throws IOException {
    dataset = "idx:" + folder;
    for (String part : List.of("train", "t10k")) {
      IdxFile.write(
          folder.resolve(part + "-images-idx3-ubyte"),
          new IdxArray(new int[] {4, 2, 2}, new byte[16]));
      IdxFile.write(
          folder.resolve(part + "-labels-idx1-ubyte"),
          new IdxArray(new int[] {4}, new byte[] {0, 1, 2, 1}));
    }
  }

  @Test
  void convertWritesThreeFiles() throws IOException {
    Path output = folder.resolve("records");

    int status =
        run(
            "data",
            "convert",
            "--dataset",
            dataset,
            "--output",
            output.toString(),
            "--validation_size",
            "1",
            "--json");

    assertThat(status).isZero();
    JsonNode json = json();
    assertThat(json.get("train_count").asInt()).isEqualTo(3);
    assertThat(json.get("validation_count").asInt()).isEqualTo(1);
    assertThat(json.get("test").asText()).isEqualTo(output.resolve("test.tfrecords").toString());
    assertThat(TfRecordFile.count(output.resolve("test.tfrecords"))).isEqualTo(4);
    assertThat(capture.err()).contains("validation.tfrecords: 1 images");
  }

  @Test
  void convertNeedsAnOutput() {
    assertThat(run("data", "convert", "--dataset", dataset)).isEqualTo(2);
    assertThat(capture.err()).contains("flag --output is required");
  }

  @Test
  void convertRefusesAValidationSplitOfEverything() {
    assertThat(convert(folder + "/o", "--validation-size", "5000")).isOne();
    assertThat(capture.err())
        .contains("validation size 5000: expected 0 to 3, as " + dataset + " has 4");
    assertThat(folder.resolve("o")).doesNotExist();
  }

  @Test
  void convertTakesATenthForValidationUnlessItIsTold() throws IOException {
    assertThat(convert(folder + "/o", "--json")).isZero();
    assertThat(json().get("train_count").asInt()).isEqualTo(4);
    assertThat(json().get("validation_count").asInt()).isZero();
  }

  @Test
  void convertReplacesOnlyItsOwnRecordsAndOnlyWhenToldTo() throws IOException {
    Path test = Files.createDirectories(folder.resolve("o")).resolve("test.tfrecords");
    Files.writeString(test, "another program's");
    assertThat(convert(folder + "/o", "--overwrite")).isOne();
    assertThat(capture.err()).contains(test + ": is there and not of this program");
    assertThat(test).hasContent("another program's");

    assertThat(convert(folder + "/own")).isZero();
    assertThat(convert(folder + "/own", "--validation-size", "1")).isOne();
    assertThat(capture.err())
        .contains(
            folder + "/own: holds records of " + dataset + " with 0 for validation, which --");
    assertThat(convert(folder + "/own", "--validation-size", "1", "--overwrite")).isZero();
    assertThat(TfRecordFile.count(folder.resolve("own/validation.tfrecords"))).isOne();
  }

  private int convert(String output, String... flags) {
    List<String> words =
        new ArrayList<>(List.of("data", "convert", "--dataset", dataset, "--output", output));
    words.addAll(List.of(flags));
    return run(words.toArray(String[]::new));
  }

  @Test
  void verifySaysWhereEveryFileIs() throws IOException {
    assertThat(run("data", "verify", "--dataset", dataset)).isZero();
    assertThat(capture.out().lines())
        .hasSize(4)
        .contains("right  " + folder.resolve("train-images-idx3-ubyte") + ": structure is right");
  }

  @Test
  void verifyFailsForAWrongFile() throws IOException {
    Files.writeString(folder.resolve("t10k-labels-idx1-ubyte"), "rubbish");

    assertThat(run("data", "verify", "--dataset", dataset, "--json")).isOne();
    assertThat(json().get("right").asBoolean()).isFalse();
    assertThat(json().get("files").findValuesAsText("right"))
        .containsExactlyInAnyOrder("true", "true", "true", "false");
    assertThat(capture.err())
        .contains("data set " + dataset + ": of 4 files 1 are wrong and 0 missing");
  }

  @Test
  void verifySaysWhereMissingFilesWereLookedFor() throws IOException {
    DataLocations nowhere =
        new DataLocations(Optional.of(folder.resolve("x")), Optional.empty(), folder.resolve("y"));
    List<FileCheck> checks = Datasets.verify("cifar10", nowhere);

    assertThatIOException()
        .isThrownBy(
            () ->
                DataVerifyCommand.listOrFail(
                    "cifar10", checks, nowhere, capture.console(false, false)))
        .withMessage(
            "data set cifar10: of 6 files 0 are wrong and 6 missing; looked in "
                + "%1$s/x/cifar10, %1$s/x, %1$s/y/cifar10, %1$s/y",
            folder);
    assertThat(capture.out()).contains("data_batch_1.bin: missing");
  }

  @Test
  void fetchNeedsNothingForDigits() throws IOException {
    assertThat(run("data", "fetch", "--dataset", "digits", "--json")).isZero();
    assertThat(json().get("right").asBoolean()).isTrue();
    assertThat(capture.err()).contains("digits: drawn by the program, needs no files");
  }

  @Test
  void anUnknownDataSetIsNamed() {
    assertThat(run("data", "fetch", "--dataset", "minst")).isOne();
    assertThat(capture.err()).contains("data set 'minst': expected mnist, fashion-mnist, cifar10");
  }

  private int run(String... words) {
    return MultiGpuMnist.run(List.of(words), capture.console(false, false));
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(capture.out());
  }
}
