package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** Which tower goes where. */
class DevicesTest {

  @Test
  void towersOnCpusHaveADeviceEach() {
    Devices devices = Devices.choose("cpu", 3, 0);
    assertThat(devices.placement().towers()).containsExactly("/cpu:0", "/cpu:1", "/cpu:2");
    assertThat(devices.placement().variables()).containsExactly("/cpu:0");
    assertThat(devices.config().getDeviceCountOrThrow("CPU")).isEqualTo(3);
    assertThat(devices.config().getAllowSoftPlacement()).isTrue();
    assertThat(devices.config().getDeviceCountOrThrow("GPU")).isZero(); // takes no GPU's memory
    assertThat(devices.description()).startsWith("3 tower(s) on logical CPU devices");
  }

  @Test
  void listedDevicesAreSharedInTurns() {
    Devices devices = Devices.choose("cpu:1,cpu:0", 3, 0);
    assertThat(devices.placement().towers()).containsExactly("/cpu:1", "/cpu:0", "/cpu:1");
    assertThat(devices.cpuDevices()).isEqualTo(2);
  }

  @Test
  void missingGpusAreAnErrorOnlyWhenAskedFor() {
    assumeTrue(
        DeviceList.physical().stream().noneMatch(DeviceInfo::isGpu), "this machine has a GPU");
    assertThat(Devices.choose("auto", 2, 0)).isEqualTo(Devices.cpu(2));
    assertThatThrownBy(() -> Devices.choose("gpu", 2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--devices gpu: TensorFlow sees no GPU: this build ")
        .hasMessageEndingWith("('multigpu-mnist doctor' tells more; --devices auto takes CPUs)");
    assertThatThrownBy(() -> Devices.choose("cpu:0,gpu:0", 2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "--devices cpu:0,gpu:0: 'gpu:0' is not there, TensorFlow sees no GPU: this build ");
  }

  @Test
  void whatIsNoDeviceIsRefused() {
    assertThatThrownBy(() -> Devices.choose("cpu:0,tpu:0", 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'tpu:0' is no device, expected auto, gpu, cpu or a list");
    assertThatThrownBy(() -> Devices.choose("", 1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Devices.choose(",", 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Devices.cpu(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("towers is 0, expected 1 or more");
  }

  @Test
  void memoryFraction() {
    Devices cpu = Devices.cpu(1);
    Devices half = new Devices(cpu.placement(), 1, 0, 0.5, "");
    assertThat(half.config().getGpuOptions().getPerProcessGpuMemoryFraction()).isEqualTo(0.5);
    assertThat(half.config().getGpuOptions().getAllowGrowth()).isFalse();
    assertThat(cpu.config().getGpuOptions().getAllowGrowth()).isTrue();
    assertThatThrownBy(() -> new Devices(cpu.placement(), 1, 0, 1.5, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("GPU memory fraction is 1.5, expected 0 to 1");
  }
}
