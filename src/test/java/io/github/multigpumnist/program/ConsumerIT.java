package io.github.multigpumnist.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project of its own that names the library in its pom, built by Maven and run. */
class ConsumerIT {
  private static final Path PROJECT = Path.of(System.getProperty("multigpumnist.basedir"));
  private static final Path REPOSITORY = Path.of(System.getProperty("multigpumnist.repository"));
  private static final String VERSION = System.getProperty("multigpumnist.version");
  private static final List<String> GROUP = List.of("io", "github", "multigpumnist");

  @TempDir private Path scratch;
  private final List<Path> links = new ArrayList<>();

  @AfterEach
  void unlinkTheUsersRepository() throws IOException {
    for (Path link : links) {
      Files.delete(link);
    }
  }

  @Test
  void aConsumersProjectBuildsAndRuns() throws Exception {
    Path project = scratch.resolve("consumer");
    copy(PROJECT.resolve("src/test/consumer"), project);
    Path repository = scratch.resolve("repository");
    install(repository);

    Program.Result result =
        Program.of(scratch, List.of("mvn", "-q", "-B", "-o", "-Dstyle.color=never"))
            .in(project)
            .withTimeout(Duration.ofMinutes(5))
            .run("test", "-Dmaven.repo.local=" + repository, "-Dmultigpu-mnist.version=" + VERSION);

    assertThat(result.stdout() + result.stderr())
        .contains("tested on 100 images after 30 steps")
        .contains("Total params: 203,530")
        .containsPattern("test accuracy 0\\.[89]")
        .contains("5 images, 10 probabilities each");
    assertThat(result.exitCode()).isZero();
  }

  /** The library's jar and pom in a repository that otherwise is the user's, by links. */
  private void install(Path repository) throws IOException {
    Path from = REPOSITORY;
    Path to = repository;
    for (String part : GROUP) {
      linkAllBut(part, from, to);
      from = from.resolve(part);
      to = to.resolve(part);
    }
    Path folder = Files.createDirectories(to.resolve("multigpu-mnist").resolve(VERSION));
    String name = "multigpu-mnist-" + VERSION;
    Files.copy(PROJECT.resolve("pom.xml"), folder.resolve(name + ".pom"));
    Files.copy(PROJECT.resolve("target/" + name + ".jar"), folder.resolve(name + ".jar"));
  }

  private void linkAllBut(String part, Path from, Path to) throws IOException {
    Files.createDirectories(to);
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> children = Files.list(from)) {
      for (Path child : children.toList()) {
        String name = child.getFileName().toString();
        if (!name.equals(part)) {
          links.add(Files.createSymbolicLink(to.resolve(name), child));
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
