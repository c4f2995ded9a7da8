package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CudaLibraryTest {
  private static final String MAPS =
      """
      7f10-7f20 r-xp 00000000 08:01 12   /usr/lib/jvm/lib/server/libjvm.so
      7f20-7f30 r-xp 00000000 08:01 13   /usr/lib/x86_64-linux-gnu/libcudart.so.12.4.127
      7f30-7f40 rw-p 00000000 00:00 0
      7f40-7f50 r-xp 00000000 08:01 14   /home/some one/libcudnn_ops.so.9
      7f50-7f60 r-xp 00000000 08:01 15   /home/some one/libcudnn.so.9
      """;

  @Test
  void findsTheFileOfALibrary() {
    assertThat(CudaLibrary.file(MAPS, "libcudart.so.12"))
        .contains("/usr/lib/x86_64-linux-gnu/libcudart.so.12.4.127");
    assertThat(CudaLibrary.file(MAPS, "libcudnn.so.9")).contains("/home/some one/libcudnn.so.9");
    assertThat(CudaLibrary.file(MAPS, "libnccl.so.2")).isEmpty();
  }

  @Test
  void versionsAsTheyAreWritten() {
    assertThat(CudaLibrary.threePart(90_501)).isEqualTo("9.5.1"); // cuDNN
    assertThat(CudaLibrary.threePart(22_105)).isEqualTo("2.21.5"); // NCCL
    assertThat(CudaDriver.versionText(12_060)).isEqualTo("12.6");
    assertThat(CudaDriver.versionText(12_000)).isEqualTo("12.0");
  }
}
