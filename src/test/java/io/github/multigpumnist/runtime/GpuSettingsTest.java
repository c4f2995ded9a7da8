package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.tensorflow.proto.GPUOptions;

/** What TensorFlow is told of GPUs, once a process. */
class GpuSettingsTest {

  @Test
  void memoryGrowsUnlessAShareIsWanted() {
    GPUOptions usual = GpuSettings.USUAL.options();
    assertThat(usual.getAllowGrowth()).isTrue();
    assertThat(usual.hasExperimental()).isFalse();
    GPUOptions half = new GpuSettings(1, 0.5).options();
    assertThat(half.getPerProcessGpuMemoryFraction()).isEqualTo(0.5);
    assertThat(half.getAllowGrowth()).isFalse();
  }

  @Test
  void cardsAreDividedIntoVirtualGpus() {
    GPUOptions options = new GpuSettings(3, 0).options();
    assertThat(options.getExperimental().getNumVirtualDevicesPerGpu()).isEqualTo(3);
    assertThat(options.getAllowGrowth()).isTrue();
  }

  @Test
  void whatIsNoSettingIsRefused() {
    assertThatThrownBy(() -> new GpuSettings(1, 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("GPU memory fraction is 1.5, expected 0 to 1");
    assertThatThrownBy(() -> new GpuSettings(0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("virtual GPUs is 0, expected 1 or more of each card");
  }

  @Test
  void aProcessHasOneSetOfSettings() {
    GpuSetup setup = new GpuSetup();
    setup.check(new GpuSettings(4, 0));
    setup.use(new GpuSettings(2, 0));
    setup.use(new GpuSettings(2, 0));
    assertThatThrownBy(() -> setup.use(new GpuSettings(1, 0.5)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "this process uses its GPUs with 2 virtual GPU(s) a card and memory fraction 0.0"
                + " already, not with 1 virtual GPU(s) a card and memory fraction 0.5: TensorFlow"
                + " sets them up once a process");
  }
}
