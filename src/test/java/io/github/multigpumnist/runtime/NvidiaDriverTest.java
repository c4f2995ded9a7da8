package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NvidiaDriverTest {
  @TempDir private Path proc;

  @ParameterizedTest
  @CsvSource({
    "'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5', 550.54.15",
    "'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.10  Release', 570.86.10",
    "something else, unknown",
  })
  void readsTheVersion(String line, String version) throws Exception {
    Files.writeString(proc.resolve("version"), line + "\nGCC version:  gcc 12.3.0\n");
    assertThat(NvidiaDriver.find(proc)).map(NvidiaDriver::version).contains(version);
  }

  @Test
  void readsTheCards() throws Exception {
    Files.writeString(proc.resolve("version"), "Kernel Module  1.2\n");
    Path gpu = Files.createDirectories(proc.resolve("gpus/0000:01:00.0"));
    Files.writeString(gpu.resolve("information"), "Model: \t\t NVIDIA H200\nIRQ:   1\n");
    assertThat(NvidiaDriver.find(proc))
        .contains(new NvidiaDriver("1.2", java.util.List.of("NVIDIA H200")));
  }

  @Test
  void findsNone() {
    assertThat(NvidiaDriver.find(proc)).isEmpty();
  }
}
