package io.github.multigpumnist.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tools/gpu-check} where there is no GPU: says so, builds nothing, claims nothing. */
class GpuCheckTest {
  private static final Path SCRIPT =
      Path.of(System.getProperty("multigpumnist.basedir"), "tools", "gpu-check");

  @TempDir Path bin;

  @Test
  void withoutGpuOneLineAndExitCode2() throws Exception {
    fake("nvidia-smi", "#!/bin/sh\nexit 9\n");
    ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString());
    builder.environment().merge("PATH", bin.toString(), (old, first) -> first + ":" + old);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(output.strip()).isEqualTo("gpu-check: nvidia-smi finds no GPU: nothing was checked");
    assertThat(process.exitValue()).isEqualTo(2);
  }

  private void fake(String name, String content) throws IOException {
    Path file = Files.writeString(bin.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
