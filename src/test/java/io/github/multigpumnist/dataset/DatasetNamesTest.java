package io.github.multigpumnist.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DatasetNamesTest {
  @Test
  void aFolderInANameBecomesAbsolute() {
    Path here = Path.of("").toAbsolutePath();
    assertThat(Datasets.absolute("idx:tiny")).isEqualTo("idx:" + here.resolve("tiny"));
    assertThat(Datasets.absolute("idx:/data/../tiny")).isEqualTo("idx:/tiny");
    assertThat(Datasets.absolute("images:a/b?size=8x8&depth=3"))
        .isEqualTo("images:" + here + "/a/b?size=8x8&depth=3");
    assertThat(Datasets.absolute("mnist")).isEqualTo("mnist");
    assertThat(Datasets.absolute("tfrecords:/records")).isEqualTo("tfrecords:/records");
  }
}
