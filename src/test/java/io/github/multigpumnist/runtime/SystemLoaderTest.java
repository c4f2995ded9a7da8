package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class SystemLoaderTest {
  private final DynamicLoader loader = new SystemLoader();

  @Test
  void opensByNameAndCalls() throws Exception {
    DynamicLoader.Library c = loader.open("libc.so.6");
    assertThat(c.call("labs", -7L)).isEqualTo(7);
    assertThatThrownBy(() -> c.call("no_such_function"))
        .isInstanceOf(UnsatisfiedLinkError.class)
        .hasMessage("libc.so.6 has no function no_such_function");
    c.close();
  }

  @Test
  void tellsTheLoadersReason(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> loader.open("libnothing.so.1"))
        .isInstanceOf(IOException.class)
        .hasMessage("libnothing.so.1: cannot open shared object file: No such file or directory");
    Path file = Files.writeString(folder.resolve("libcut.so"), "ELF");
    assertThatThrownBy(() -> loader.open(file.toString())).hasMessageContaining("too short");
  }
}
