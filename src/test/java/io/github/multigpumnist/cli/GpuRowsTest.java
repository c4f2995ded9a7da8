package io.github.multigpumnist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.multigpumnist.runtime.CpuFeatures;
import io.github.multigpumnist.runtime.CudaGpu;
import io.github.multigpumnist.runtime.CudaLibrary;
import io.github.multigpumnist.runtime.MemoryInfo;
import io.github.multigpumnist.runtime.NvidiaDriver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code doctor} tells of GPUs, as text and as JSON. */
class GpuRowsTest {
  private static final NvidiaDriver DRIVER = new NvidiaDriver("550.54.15", List.of("NVIDIA H200"));
  private static final CudaState NOTHING =
      new CudaState(null, "525.60.13", null, List.of(), List.of(), "no");
  private static final CudaState ALL =
      new CudaState(
          "12.4",
          "525.60.13",
          "CUDA_VISIBLE_DEVICES=1",
          List.of(new CudaGpu(0, "NVIDIA H200", 139L << 30, "9.0")),
          List.of(
              new CudaLibrary("CUDA", "12.6", CudaLibrary.Origin.BUILD, "/c/libcudart.so.12"),
              new CudaLibrary("NCCL", "2.21.5", CudaLibrary.Origin.TENSORFLOW, "/c/libtf.so")),
          null);

  private static List<String> rows(NvidiaDriver driver, CudaState cuda) {
    Diagnosis found =
        new Diagnosis(
            "1",
            "17",
            new Diagnosis.TensorFlowState("2", null, "linux-x86_64-gpu", true, "/c", true, 1),
            List.of(),
            new CpuFeatures("x", 2, List.of()),
            false,
            new MemoryInfo(1, 1, 1),
            driver,
            cuda,
            List.of(),
            List.of());
    return GpuRows.of(found).stream().map(row -> row.name() + ": " + row.text()).toList();
  }

  @Test
  void driverGpusAndLibraries() {
    assertThat(rows(DRIVER, ALL))
        .containsExactly(
            "nvidia: driver 550.54.15, for CUDA up to 12.4 (525.60.13 or newer is needed),"
                + " CUDA_VISIBLE_DEVICES=1",
            "gpu 0: NVIDIA H200, 139.0 GiB, compute capability 9.0",
            "cuda: CUDA 12.6 of this build, /c/libcudart.so.12",
            "cuda: NCCL 2.21.5 in TensorFlow, /c/libtf.so");
  }

  @Test
  void withoutOneOfTheTwoDrivers() {
    assertThat(rows(null, NOTHING)).containsExactly("nvidia: no driver loaded");
    assertThat(rows(DRIVER, NOTHING)).containsExactly("nvidia: driver 550.54.15, NVIDIA H200");
    assertThat(rows(null, ALL)).first().asString().startsWith("nvidia: driver of unknown version,");
  }

  @Test
  void asJson() throws JsonProcessingException {
    assertThat(Console.JSON.writeValueAsString(ALL))
        .contains("\"driver_cuda\":\"12.4\",\"least_driver\":\"525.60.13\"")
        .contains("\"compute_capability\":\"9.0\"")
        .contains("\"origin\":\"build\",\"file\":\"/c/libcudart.so.12\"")
        .contains("\"problem\":null");
  }
}
