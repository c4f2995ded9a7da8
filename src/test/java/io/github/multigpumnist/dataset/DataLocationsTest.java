package io.github.multigpumnist.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataLocationsTest {
  private static final Path HOME = Path.of("/home/me");

  @Test
  void looksInTheFlagThenTheVariableThenTheCache() {
    DataLocations locations =
        DataLocations.from(
            Optional.of(Path.of("given")),
            Map.of("MULTIGPU_MNIST_DATA", "/data", "XDG_CACHE_HOME", "/caches"),
            HOME);

    assertThat(locations.folders("mnist"))
        .containsExactly(
            Path.of("given/mnist"),
            Path.of("given"),
            Path.of("/data/mnist"),
            Path.of("/data"),
            Path.of("/caches/multigpu-mnist/mnist"),
            Path.of("/caches/multigpu-mnist"));
  }

  @Test
  void hasACacheInTheHomeFolder() {
    Map<String, String> variables =
        Map.of("MULTIGPU_MNIST_DATA", " ", "XDG_CACHE_HOME", "relative");
    DataLocations locations = DataLocations.from(Optional.empty(), variables, HOME);

    assertThat(locations.cache()).isEqualTo(HOME.resolve(".cache/multigpu-mnist"));
    assertThat(locations.environment()).isEmpty();
  }
}
