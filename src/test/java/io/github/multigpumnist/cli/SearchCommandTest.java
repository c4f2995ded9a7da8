package io.github.multigpumnist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.dataset.RecordFiles;
import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the searches refuse before anything is created. */
class SearchCommandTest {
  private final Capture capture = new Capture();

  @TempDir private Path folder;

  private int run(String words) {
    List<String> safe = // nothing may be written into the working folder
        List.of("--storage", "sqlite:///" + folder + "/s.db", "--log-file", folder + "/log.txt");
    return MultiGpuMnist.run(
        Stream.concat(Stream.of(words.split(" ")), safe.stream()).toList(),
        capture.console(false, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "genetic --population 1 ~ 2 ~ population is 1, expected 3 or more: two parents and a child",
        "genetic --retain 1 ~ 2 ~ retain is 1.0, expected 0 or more, below 1",
        "genetic --mutate_chance 2 ~ 2 ~ --mutate-chance 2: expected a number from 0.0 to 1.0",
        "genetic --generations 0 ~ 2 ~ --generations 0: expected a whole number of at least 1",
        "genetic --parallel many ~ 2 ~ --parallel many: expected a whole number from 1 to 1024",
        "genetic --pruner asha ~ 2 ~ --pruner asha: expected one of none, median, halving",
        "genetic --duplicates drop ~ 2 ~ --duplicates drop: expected one of replace, keep",
        "genetic --patience 0 ~ 2 ~ --patience 0: expected a whole number of at least 1",
        "genetic --resume --no-resume ~ 2 ~ --resume and --no-resume together: expected one of them",
        "genetic --validation-size 0 ~ 2 ~ --validation-size 0: expected 1 or more, networks are"
            + " scored by validation images",
        "genetic --limit 3 ~ 2 ~ unknown flag --limit; see 'multigpu-mnist genetic --help'",
        "genetic --space none.json ~ 1 ~ space 'none.json': no such file, and no space of the program"
            + " (mlp)",
        "brute --limit 0 ~ 2 ~ --limit 0: expected a whole number of at least 1",
        "brute --population 20 ~ 2 ~ unknown flag --population; see 'multigpu-mnist brute --help'",
        "brute --top -1 ~ 2 ~ --top -1: expected a whole number of at least 0",
      })
  void refusesInOneLine(String words, int exitCode, String message) {
    assertThat(run(words + " --dataset digits --devices cpu")).isEqualTo(exitCode);
    assertThat(capture.err().strip()).isEqualTo("multigpu-mnist: error: " + message);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void noTestImagesAreToldBeforeTheFirstNetworkIsTrained() throws IOException {
    RecordFiles.ensure(Tiny.dataset(20, 5), 5, folder, false, Progress.Reporter.SILENT);
    Files.delete(folder.resolve("records.json"));
    Files.write(folder.resolve("test.tfrecords"), new byte[0]);

    assertThat(run("genetic --devices cpu --data-dir " + folder)).isOne();
    assertThat(capture.err().strip())
        .endsWith(folder + "/test.tfrecords: no test images, expected at least one");
    assertThat(folder).isDirectoryNotContaining("glob:**s.db");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql://u:secret@h/d", "postgresql://u:secret@h:port/d", "u:secret@h/d"})
  void storageThatCannotBeReadIsToldWithoutItsPassword(String storage) {
    int exitCode =
        MultiGpuMnist.run(
            List.of("genetic", "--dataset", "digits", "--devices", "cpu", "--storage", storage),
            capture.console(false, false));
    assertThat(exitCode).isEqualTo(2);
    assertThat(capture.err())
        .startsWith("multigpu-mnist: error: --storage: ")
        .hasLineCount(1)
        .doesNotContain("secret");
  }
}
