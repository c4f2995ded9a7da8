package io.github.multigpumnist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's Java is that of src/test/consumer, which ConsumerIT compiles and runs. */
class ReadmeTest {
  private static final Path PROJECT = Path.of(System.getProperty("multigpumnist.basedir"));
  private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

  @Test
  void itsJavaIsCompiledAndRun() throws IOException {
    List<String> programs = new ArrayList<>();
    try (Stream<Path> files = Files.list(PROJECT.resolve("src/test/consumer/src/main/java"))) {
      for (Path file : files.toList()) {
        programs.add(withoutIndent(Files.readString(file)));
      }
    }
    Matcher blocks = JAVA.matcher(Files.readString(PROJECT.resolve("README.md")));
    int found = 0;
    for (; blocks.find(); found++) {
      String block = withoutIndent(blocks.group(1));
      assertThat(programs).as(block).anyMatch(program -> program.contains(block));
    }
    assertThat(found).isEqualTo(programs.size());
  }

  private static String withoutIndent(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
