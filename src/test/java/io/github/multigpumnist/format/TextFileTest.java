package io.github.multigpumnist.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir private Path folder;

  @Test
  void aByteOrderMarkIsSkipped() throws IOException {
    Path file = folder.resolve("marked.json");
    assertThat(TextFile.read(Files.writeString(file, "\uFEFF{}"))).isEqualTo("{}");
    assertThat(TextFile.read(Files.writeString(file, "{}\uFEFF"))).isEqualTo("{}\uFEFF");
    assertThat(TextFile.read(Files.writeString(file, ""))).isEmpty();
  }
}
