package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryInfoTest {
  @Test
  void thePeakHoldsWhatWasTouched() {
    byte[] block = new byte[300_000_000]; // Java clears it, and so touches every page
    assertThat(MemoryInfo.peakResidentMegabytes().orElseThrow()).isBetween(300.0, 100_000.0);
    assertThat(block).hasSize(300_000_000);
  }

  @Test
  void theCLibraryKnowsItToo() {
    double byProc = MemoryInfo.peakResidentMegabytes().orElseThrow();
    double byLibC = MemoryInfo.peakByLibC().orElseThrow();
    assertThat(byLibC).isBetween(byProc * 0.9, byProc * 3);
  }
}
