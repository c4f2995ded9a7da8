package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NativePathsTest {
  @Test
  void lettersOfAnotherEncodingAreRefused() {
    Path path = Path.of("/runs/läufe");
    assertThatThrownBy(() -> NativePaths.require(path, "ISO-8859-1"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("/runs/läufe: TensorFlow takes names of files in UTF-8")
        .hasMessageContaining("ISO-8859-1");
    assertThatCode(() -> NativePaths.require(path, "UTF-8")).doesNotThrowAnyException();
    assertThatCode(() -> NativePaths.require(Path.of("/runs/a b"), "ISO-8859-1"))
        .doesNotThrowAnyException();
  }
}
