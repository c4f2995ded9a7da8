package io.github.multigpumnist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multigpumnist.runtime.CpuFeatures;
import io.github.multigpumnist.runtime.DeviceInfo;
import io.github.multigpumnist.runtime.MemoryInfo;
import io.github.multigpumnist.runtime.NvidiaDriver;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdviceTest {
  private static final DeviceInfo CPU = new DeviceInfo("/device:CPU:0", "CPU", 1);
  private static final DeviceInfo GPU = new DeviceInfo("/device:GPU:0", "GPU", 1L << 34);
  private static final NvidiaDriver DRIVER = new NvidiaDriver("550.54", List.of("H200"));
  private static final CpuFeatures FEATURES = new CpuFeatures("x", 2, List.of());

  private static Diagnosis found(
      Diagnosis.TensorFlowState state, List<DeviceInfo> devices, NvidiaDriver driver, long memory) {
    return found(state, devices, driver, cuda(driver == null ? null : "12.6", null), memory);
  }

  private static Diagnosis found(
      Diagnosis.TensorFlowState state,
      List<DeviceInfo> devices,
      NvidiaDriver driver,
      CudaState cuda,
      long memory) {
    return new Diagnosis(
        "1",
        "17",
        state,
        devices,
        FEATURES,
        false,
        new MemoryInfo(memory, memory, memory),
        driver,
        cuda,
        List.of(new DataState("mnist", true, "/data", null)),
        List.of());
  }

  private static CudaState cuda(String driverCuda, String problem) {
    return new CudaState(driverCuda, "525", null, List.of(), List.of(), problem);
  }

  private static Diagnosis.TensorFlowState build(String name) {
    return new Diagnosis.TensorFlowState(
        "2.18.0", null, name, name.endsWith("-gpu"), "/cache", true, 1L << 40);
  }

  private static List<String> gpuAdvice(String build, DeviceInfo device, NvidiaDriver driver) {
    return Advice.on(found(build(build), List.of(device), driver, 1L << 34));
  }

  @Test
  void saysNothingWhenNothingIsMissing() {
    assertThat(gpuAdvice("linux-x86_64", CPU, null)).isEmpty();
    assertThat(gpuAdvice("linux-x86_64-gpu", GPU, DRIVER)).isEmpty();
  }

  @Test
  void tellsWhyAGpuIsNotUsed() {
    assertThat(gpuAdvice("linux-x86_64", CPU, DRIVER)).singleElement().asString().contains("-Pgpu");
    assertThat(gpuAdvice("linux-x86_64-gpu", CPU, null))
        .singleElement()
        .asString()
        .contains("install the driver");
    assertThat(gpuAdvice("linux-x86_64-gpu", CPU, DRIVER))
        .singleElement()
        .asString()
        .contains("--verbose");
    assertThat(gpuAdvice(null, cuda("12.6", "libcufft.so.11 does not load: x")))
        .containsExactly("Training uses the CPU: libcufft.so.11 does not load: x.");
    assertThat(gpuAdvice(DRIVER, cuda(null, "libcuda.so.1: no such file")))
        .singleElement()
        .asString()
        .contains("docker run --gpus all");
  }

  private static List<String> gpuAdvice(NvidiaDriver driver, CudaState cuda) {
    return Advice.on(found(build("linux-x86_64-gpu"), List.of(CPU), driver, cuda, 1L << 34));
  }

  @Test
  void tellsWhyTensorFlowDoesNotLoad() {
    assertThat(Advice.on(broken("", 1L << 40)))
        .singleElement()
        .asString()
        .contains("no TensorFlow");
    assertThat(Advice.on(broken("linux-x86_64", 1))).singleElement().asString().contains("700 MB");
    assertThat(Advice.on(broken("linux-x86_64-gpu", 1))).first().asString().contains("1300 MB");
    assertThat(Advice.on(broken("linux-x86_64", 1L << 40)))
        .singleElement()
        .asString()
        .contains("delete /cache");
  }

  private static Diagnosis broken(String build, long free) {
    Diagnosis.TensorFlowState state =
        new Diagnosis.TensorFlowState(
            null, "no", build, build.endsWith("-gpu"), "/cache", false, free);
    return found(state, List.of(), null, 1L << 34);
  }

  @Test
  void warnsOfLittleMemory() {
    assertThat(Advice.on(found(build("linux-x86_64"), List.of(CPU), null, 1 << 20)))
        .singleElement()
        .asString()
        .contains("1.5 GiB");
  }

  @Test
  void tellsHowToGetData() {
    assertThat(adviceOn(new DataState("mnist", false, null, "x: not found")))
        .singleElement()
        .asString()
        .contains("data fetch --dataset mnist")
        .contains("--dataset digits");
    assertThat(adviceOn(new DataState("cifar10", false, "/d", "x.bin: cut")))
        .singleElement()
        .asString()
        .contains("cifar10 in /d is damaged (x.bin: cut)");
    assertThat(adviceOn(new DataState("cifar10", false, null, "x: not found"))).isEmpty();
  }

  private static List<String> adviceOn(DataState state) {
    return Advice.on(
        new Diagnosis(
            "1",
            "17",
            build("linux-x86_64"),
            List.of(CPU),
            FEATURES,
            false,
            new MemoryInfo(1L << 34, 1L << 34, 1L << 34),
            null,
            cuda(null, null),
            List.of(state),
            List.of()));
  }
}
