package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeviceListTest {
  @Test
  void listsTheCpu() {
    assertThat(DeviceList.physical())
        .anySatisfy(
            device -> {
              assertThat(device.type()).isEqualTo("CPU");
              assertThat(device.isGpu()).isFalse();
              assertThat(device.shortName()).isEqualTo("CPU:0");
              assertThat(device.name()).endsWith("/device:CPU:0");
            });
    assertThat(DeviceList.physical()).isEqualTo(DeviceList.physical());
  }
}
