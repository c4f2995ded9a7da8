package io.github.multigpumnist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.DocumentationTool;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything public has its javadoc, as javadoc's own check (doclint) sees it, but for the compact
 * constructors of records: of those Java 17 demands the record's {@code @param} tags a second time.
 */
class DocumentationTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("multigpumnist.basedir"), "src/main/java");
  private static final Pattern COMPACT_CONSTRUCTOR = Pattern.compile("\\s*(public )?\\w+ \\{");

  @TempDir private Path scratch;

  @Test
  void everythingPublicIsDocumented() throws Exception {
    DocumentationTool javadoc = ToolProvider.getSystemDocumentationTool();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        javadoc.getStandardFileManager(found, null, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of(
              "-quiet",
              "-Xdoclint:all",
              "-Xmaxwarns",
              "10000",
              "-d",
              scratch.toString(),
              "-classpath",
              System.getProperty("java.class.path"));
      javadoc
          .getTask(null, files, found, null, options, files.getJavaFileObjectsFromPaths(sources()))
          .call();
    }
    assertThat(found.getDiagnostics())
        .filteredOn(d -> d.getSource() != null && !isOnCompactConstructor(d))
        .map(d -> d.getSource().getName() + ":" + d.getLineNumber() + ": " + d.getMessage(null))
        .isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .toList();
    }
  }

  private static boolean isOnCompactConstructor(Diagnostic<? extends JavaFileObject> diagnostic) {
    try {
      List<String> lines = Files.readAllLines(Path.of(diagnostic.getSource().toUri()));
      String line = lines.get((int) diagnostic.getLineNumber() - 1);
      return diagnostic.getMessage(null).contains("no @param")
          && COMPACT_CONSTRUCTOR.matcher(line).matches();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
