package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuFeaturesTest {
  @Test
  void readsAnX86WithBfloat16() {
    CpuFeatures cpu =
        CpuFeatures.parse(
            """
            processor\t: 0
            model name\t: Some CPU: the fast one
            flags\t\t: fpu fma avx2 avx512f fma amx_bf16

            processor\t: 1
            model name\t: Another
            """,
            2);
    assertThat(cpu.model()).isEqualTo("Some CPU: the fast one");
    assertThat(cpu.instructionSets()).containsExactly("avx2", "fma", "avx512f", "amx_bf16");
    assertThat(cpu.fastBfloat16()).isTrue();
  }

  @Test
  void readsAnArm() {
    CpuFeatures cpu = CpuFeatures.parse("Features\t: fp asimd evtstrm i8mm\n", 4);
    assertThat(cpu.instructionSets()).containsExactly("asimd", "i8mm");
    assertThat(cpu.fastBfloat16()).isFalse();
    assertThat(cpu.model()).isEqualTo(System.getProperty("os.arch"));
  }

  @Test
  void readsNothing() {
    assertThat(CpuFeatures.parse("", 1).instructionSets()).isEmpty();
    assertThat(CpuFeatures.read().cores()).isPositive();
  }
}
