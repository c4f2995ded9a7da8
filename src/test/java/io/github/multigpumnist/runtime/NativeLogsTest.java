package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of killed processes go, last words of crashes stay. */
class NativeLogsTest {
  private static final String DEAD = "999999999";
  private static final String ORDINARY =
      """
      WARNING: All log messages before absl::InitializeLog() is called are written to STDERR
      I0000 00:00:1764076766.979119 4711 mlir_graph_optimization_pass.cc:425] MLIR V1 optimization
      2026-11-25 13:19:27.279073: W tensorflow/core/framework/op_kernel.cc:1841] OP_REQUIRES failed

      """;

  @TempDir private Path folder;
  private final Instant now = Instant.now();

  private Path log(String process, String text) throws IOException {
    return Files.writeString(folder.resolve("multigpu-mnist-native-" + process + "-1.log"), text);
  }

  @Test
  void whatKilledProcessesLeftIsDeleted() throws IOException {
    Path empty = log(DEAD, "");
    Path ordinary = log(DEAD + "9", ORDINARY);
    NativeLogs.sweep(folder, now.minusSeconds(9));
    assertThat(empty).doesNotExist();
    assertThat(ordinary).doesNotExist();
  }

  @Test
  void lastWordsAreKeptForAWhile() throws IOException {
    Path fatal = log(DEAD, ORDINARY + "2026-11-25 13:19:27.279073: F tensor.cc:1] Check failed: 1");
    Path abort = log(DEAD + "9", "terminate called after throwing an instance of 'std::bad_alloc'");
    NativeLogs.sweep(folder, now.minusSeconds(9));
    assertThat(fatal).exists();
    assertThat(abort).exists();
    Files.setLastModifiedTime(fatal, FileTime.from(now.minusSeconds(10)));
    NativeLogs.sweep(folder, now.minusSeconds(9));
    assertThat(fatal).doesNotExist();
    assertThat(abort).exists();
  }

  @Test
  void othersFilesAndThoseOfLivingProcessesStay() throws IOException {
    Path living = log(Long.toString(ProcessHandle.current().pid()), "");
    Path other = Files.writeString(folder.resolve("multigpu-mnist-native-notes.log"), "");
    NativeLogs.sweep(folder, now);
    assertThat(living).exists();
    assertThat(other).exists();
  }
}
