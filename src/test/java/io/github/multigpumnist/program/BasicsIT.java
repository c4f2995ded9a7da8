package io.github.multigpumnist.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every command has in common, and {@code doctor}. */
class BasicsIT {
  private static final String MAIN_CLASS = "io.github.multigpumnist.cli.MultiGpuMnist";
  private static final String VERSION = System.getProperty("multigpumnist.version");

  @TempDir private Path scratch;

  @Test
  void saysItsVersion() throws Exception {
    assertThat(Program.packaged(scratch).run("--version"))
        .isEqualTo(new Program.Result(0, "multigpu-mnist " + VERSION + "\n", ""));
  }

  @Test
  void listsItsCommandsAndTheirFlags() throws Exception {
    Program program = Program.packaged(scratch);
    assertThat(program.run("--help").stdout()).contains("doctor").contains("Usage:");
    assertThat(program.run().stdout()).isEqualTo(program.run("--help").stdout());
    assertThat(program.run("doctor", "--help").stdout()).contains("--json").contains("--verbose");
  }

  @ParameterizedTest
  @CsvSource({
    "frobnicate, 'unknown command ''frobnicate'', expected one of"
        + " train, eval, predict, export, genetic, brute, compare, server, study list, study"
        + " show, study best, study export, study report, data fetch, data verify, data"
        + " convert, models list, models show, models check, doctor'",
    "doctor --frobnicate, unknown flag --frobnicate; see 'multigpu-mnist doctor --help'",
    "doctor --jso, unknown flag --jso; see 'multigpu-mnist doctor --help'",
    "doctor --json=maybe, --json=maybe: expected true or false",
    "doctor here, unexpected argument 'here'",
  })
  void refusesABadCommandLine(String words, String message) throws Exception {
    assertThat(Program.packaged(scratch).run(words.split(" ")))
        .isEqualTo(new Program.Result(2, "", "multigpu-mnist: error: " + message + "\n"));
  }

  @Test
  void doctorFindsTheCpu() throws Exception {
    Program.Result result = Program.packaged(scratch).run("doctor");
    assertThat(result.stderr()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout()).contains("tensorflow    2.").contains("CPU:0");
    assertThat(result.stdout()).contains("data          cifar10: ");
  }

  @Test
  void doctorFindsDamagedData() throws Exception {
    Path folder = Files.createDirectories(scratch.resolve("data/mnist"));
    Path file = Files.writeString(folder.resolve("train-images-idx3-ubyte"), "short");
    assertThat(
            Program.packaged(scratch)
                .run("doctor", "--data_dir", scratch.resolve("data").toString())
                .stdout())
        .contains("Data set mnist in " + folder + " is damaged (" + file.getFileName());
  }

  @Test
  void doctorPrintsOneJsonObject() throws Exception {
    Program.Result result = Program.packaged(scratch).run("doctor", "--json");
    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout()).hasLineCount(1);
    JsonNode report = new ObjectMapper().readTree(result.stdout());
    assertThat(report.path("version").asText()).isEqualTo(VERSION);
    assertThat(report.path("can_train").asBoolean()).isTrue();
    assertThat(report.path("devices").get(0).path("type").asText()).isEqualTo("CPU");
    assertThat(result.stderr()).contains("instructions");
  }

  @Test
  void needsNoLauncher() throws Exception {
    Program.Result result = Program.java(scratch, MAIN_CLASS).run("doctor");
    assertThat(result.exitCode()).isZero();
    assertThat(result.stderr()).isEmpty();
    assertThat(result.stdout()).contains("CPU:0");
  }

  @Test
  void verboseShowsTensorFlowsOwnMessages() throws Exception {
    Program.Result result = Program.java(scratch, MAIN_CLASS).run("doctor", "--verbose");
    assertThat(result.stderr()).contains("tensorflow/core/");
  }

  @Test
  void theUsersOwnTensorFlowSettingsWin() throws Exception {
    Path temporary = Files.createDirectory(scratch.resolve("tmp"));
    Program.Result result =
        Program.packaged(scratch)
            .with("TF_CPP_MIN_LOG_LEVEL", "0")
            .with("TF_ENABLE_ONEDNN_OPTS", "0")
            .with("JAVA_OPTS", "-Djava.io.tmpdir=" + temporary)
            .run("doctor", "--verbose");
    assertThat(result.stderr()).contains("tensorflow/core/").doesNotContain("oneDNN custom");
  }

  @Test
  void leavesNoLogBehindUnlessItDies() throws Exception {
    Path temporary = Files.createDirectory(scratch.resolve("tmp"));
    Program program =
        Program.packaged(scratch)
            .with("JAVA_OPTS", "-Djava.io.tmpdir=" + temporary)
            .with("TF_CPP_MIN_LOG_LEVEL", "0");
    assertThat(program.run("doctor").exitCode()).isZero();
    assertThat(temporary).isEmptyDirectory();

    Path log = Files.writeString(temporary.resolve("multigpu-mnist-native-999999999-1.log"), "F x");
    assertThat(program.run("doctor").stdout()).contains("crashed").contains(log.toString());
  }

  @Test
  void doctorFailsWhereTensorFlowDoesNotLoad() throws Exception {
    Program.Result result =
        Program.packaged(scratch)
            .with("JAVA_OPTS", "-Dorg.bytedeco.javacpp.platform=linux-riscv64")
            .run("doctor", "--json");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr())
        .contains("no TensorFlow for this machine")
        .contains("multigpu-mnist: error: training cannot work here: ");
    assertThat(new ObjectMapper().readTree(result.stdout()).path("can_train").asBoolean(true))
        .isFalse();
  }
}
