package io.github.multigpumnist.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code tools/gpu-check} where there is no GPU: says so, builds nothing, claims nothing. What it
 * makes of a card is tried with a driver and a program that only talk.
 */
class GpuCheckTest {
  private static final Path TOOLS = Path.of(System.getProperty("multigpumnist.basedir"), "tools");

  /** Takes {@code --towers}; lists five operations of each pass of each tower on GPU:0. */
  private static final String PROGRAM =
      """
      #!/bin/bash
      [[ $1 != doctor ]] || { echo '{"devices":[{"name":"/job:localhost/device:GPU:0"}]}'; exit; }
      [[ $* != *"--variables gpu --batch-size"* ]] || { echo "error: FAILS" >&2; FAILS; }
      for ((i = 1; i <= $#; i++)); do [[ ${!i} != --towers ]] || { n=$((i + 1)); towers=${!n}; }; done
      for ((tower = 0; tower < towers; tower++)); do
        on=/job:localhost; [[ $* != *--cluster* ]] || on=/job:worker/replica:0/task:$tower
        for op in Conv2D MatMul Relu MaxPool BiasAdd; do
          echo "tower_$tower/layer/$op: $on/device:GPU:0" >&2
          echo "tower_$tower/gradients/$op: $on/device:BACKWARD:0" >&2
        done
      done
      echo '{"accuracy":0.99,"images_per_second":1234.5,"seconds_to_first_step":2.5}'
      """;

  private static final String CLUSTER =
      """
      #!/bin/bash
      while [[ $1 != -- ]]; do shift; done
      shift
      CLUSTER=cluster.json exec "$@"
      """;

  @TempDir Path folder;

  /** What a command came to. */
  private record Outcome(int exitCode, String output) {}

  @Test
  void withoutGpuOneLineAndExitCode2() throws Exception {
    script("bin/nvidia-smi", "#!/bin/sh\nexit 9\n");
    assertThat(run(TOOLS.resolve("gpu-check")))
        .isEqualTo(new Outcome(2, "gpu-check: nvidia-smi finds no GPU: nothing was checked"));
  }

  @Test
  void oneCardIsCheckedAndMeasuredWithVirtualGpus() throws Exception {
    Outcome outcome = onOneCard(PROGRAM.replace("BACKWARD", "GPU").replace("FAILS", ":"));
    assertThat(outcome.output())
        .contains("PASS  TensorFlow sees GPUs: 1 of 1")
        .contains(
            "PASS  2 tower(s), bfloat16, tower 1 backward: 5 operations, 0 of them not on GPU:0")
        .contains("PASS  cluster of 2 workers, trains: test accuracy 0.99, 1234.5 images/s")
        .containsPattern(
            "1 tower\\(s\\), float32, variables on cpu +1234 images/s, first step after 2.5 s")
        .contains("4 tower(s) on virtual GPUs, bfloat16, variables on gpu")
        .contains("timeline of a step of 2 towers")
        .endsWith(" passed, 0 failed");
    assertThat(outcome.exitCode()).isZero();
    assertThat(folder.resolve("target/gpu-figures/figures.json"))
        .content()
        .contains("\"images_per_second\": 1234.5");
  }

  @Test
  void backwardPassOnTheHostFailsAndNothingIsMeasured() throws Exception {
    Outcome outcome = onOneCard(PROGRAM.replace("BACKWARD", "CPU").replace("FAILS", ":"));
    assertThat(outcome.output())
        .contains(
            "FAIL  1 tower(s), float32, tower 0 backward: 5 operations, 5 of them not on GPU:0")
        .doesNotContain("variables on");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void aMeasurementThatFailsIsToldAndTheOthersAreMade() throws Exception {
    Outcome outcome = onOneCard(PROGRAM.replace("BACKWARD", "GPU").replace("FAILS", "exit 1"));
    assertThat(outcome.output())
        .containsPattern("1 tower\\(s\\), float32, variables on gpu .*exit code 1")
        .containsPattern("2 tower\\(s\\) on virtual GPUs, float32, variables on cpu +1234 images/s")
        .contains("FAIL  figures: ");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  private Outcome onOneCard(String program) throws Exception {
    script("bin/nvidia-smi", "#!/bin/sh\necho Card\n");
    script("multigpu-mnist", program);
    script("tools/cluster", CLUSTER);
    for (String tool : List.of("gpu-check", "gpu-figures", "gpu_peer.py", "measuring.py")) {
      script("tools/" + tool, Files.readString(TOOLS.resolve(tool)));
    }
    return run(folder.resolve("tools/gpu-check"));
  }

  private Outcome run(Path command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command.toString());
    builder
        .environment()
        .merge("PATH", folder.resolve("bin").toString(), (old, first) -> first + ":" + old);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes()).strip();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Outcome(process.exitValue(), output);
  }

  private void script(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
