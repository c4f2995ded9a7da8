package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multigpumnist.tower.Placement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.ConfigProto;

/** How sessions are opened for a placement. */
class DevicesTest {

  @Test
  void towersOnCpusHaveADeviceEach() {
    Devices devices = Devices.choose(DeviceRequest.of("cpu", 3));
    assertThat(devices).isEqualTo(Devices.cpu(3));
    assertThat(devices.placement().towers()).containsExactly("/cpu:0", "/cpu:1", "/cpu:2");
    assertThat(devices.placement().variables()).containsExactly("/cpu:0");
    assertThat(devices.config().getDeviceCountOrThrow("CPU")).isEqualTo(3);
    assertThat(devices.config().getAllowSoftPlacement()).isTrue();
    assertThat(devices.description())
        .matches("3 tower\\(s\\) on logical CPU devices, \\d+ thread\\(s\\) each");
    assertThatThrownBy(() -> Devices.cpu(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("towers is 0, expected 1 or more");
  }

  @Test
  void asManyLogicalCpusAsTowersAndVariablesNeed() {
    assertThat(config(List.of("/cpu:1", "/cpu:0"), "/cpu:0").getDeviceCountOrThrow("CPU"))
        .isEqualTo(2);
    assertThat(config(List.of("/cpu:0"), "/cpu:4").getDeviceCountOrThrow("CPU")).isEqualTo(5);
  }

  /** Their memory stays to others. */
  @Test
  void aRunOnCpusOpensNoGpu() {
    assertThat(Devices.cpu(2).config().getDeviceCountOrThrow("GPU")).isZero();
  }

  private static ConfigProto config(List<String> towers, String variables) {
    return new Devices(new Placement(towers, List.of(variables)), 1, GpuSettings.USUAL, "")
        .config();
  }
}
