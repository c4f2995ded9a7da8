package io.github.multigpumnist.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher at the top of the repository, in a small copy of it with a Maven that only makes the
 * files the launcher looks for and a Java that prints its arguments.
 */
class LauncherIT {
  private static final Path REPOSITORY = Path.of(System.getProperty("multigpumnist.basedir"));

  @TempDir private Path scratch;
  private Path copy;
  private Program program;

  @BeforeEach
  void makeACopyInAPathWithSpaces() throws Exception {
    copy = Files.createDirectories(scratch.resolve("a copy of it"));
    Files.copy(REPOSITORY.resolve("multigpu-mnist"), copy.resolve("multigpu-mnist"));
    Files.copy(REPOSITORY.resolve("pom.xml"), copy.resolve("pom.xml"));
    Files.createDirectories(copy.resolve("src/assembly"));
    Path bin = Files.createDirectories(copy.resolve("src/main/dist/bin"));
    Files.copy(
        REPOSITORY.resolve("src/main/dist/bin/multigpu-mnist"), bin.resolve("multigpu-mnist"));
    age(copy);
    tool("javac", "echo javac 17.0.1");
    tool("java", "printf '%s|' \"$@\"; exit 7");
    // $4 is the pom: -q -B -Dstyle… -f pom
    tool(
        "mvn",
        "echo maven \"$@\"; sleep 1; cd \"$(dirname \"$5\")/\"",
        "v=" + System.getProperty("multigpumnist.version"),
        "mkdir -p target/multigpu-mnist-$v/lib; touch target/multigpu-mnist-$v.jar",
        "cp -r src/main/dist/bin target/multigpu-mnist-$v/",
        "touch target/multigpu-mnist-$v/lib/multigpu-mnist-$v.jar");
    program = launcher(copy.resolve("multigpu-mnist"));
  }

  @Test
  void buildsOnceThenOnlyWhenASourceIsNewer() throws Exception {
    Program.Result first = program.run("train", "a b", "--x=*");
    assertThat(first.exitCode()).isEqualTo(7);
    assertThat(first.stderr()).startsWith("multigpu-mnist: building ...\n").contains("maven -q");
    assertThat(first.stdout())
        .endsWith("io.github.multigpumnist.cli.MultiGpuMnist|train|a b|--x=*|");
    assertThat(program.run().stderr()).isEmpty();

    Files.writeString(copy.resolve("src/main/New.java"), "");
    assertThat(program.run().stderr()).contains("building");
    assertThat(program.run().stderr()).isEmpty();
  }

  @Test
  void runsThroughASymbolicLinkFromAnotherFolder() throws Exception {
    Path elsewhere = Files.createDirectory(scratch.resolve("else where"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("mgm"), copy.resolve("multigpu-mnist"));
    Program.Result result = launcher(link).in(elsewhere).run("doctor");
    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(result.stdout())
        .contains("|-cp|" + copy.toRealPath() + "/target/")
        .contains("|doctor|");
  }

  @Test
  void keepsMavensArgumentsForLaterBuilds() throws Exception {
    program.with("MULTIGPU_MNIST_MAVEN_ARGS", "-Pgpu -o");
    assertThat(program.run().stderr()).contains("building (-Pgpu -o)").contains("true -Pgpu -o\n");
    Program plain = launcher(copy.resolve("multigpu-mnist"));
    assertThat(plain.run().stderr()).isEmpty();
    Files.writeString(copy.resolve("src/main/New.java"), "");
    assertThat(plain.run().stderr()).contains("true -Pgpu -o\n");
    assertThat(plain.with("MULTIGPU_MNIST_MAVEN_ARGS", "").run().stderr()).contains("building ...");
  }

  @Test
  void ofTwoAtOnceOneBuilds() throws Exception {
    Program other = launcher(copy.resolve("multigpu-mnist"), scratch.resolve("other"));
    try (Program.Running one = program.start("1");
        Program.Running two = other.start("2")) {
      assertThat(one.await().exitCode()).isEqualTo(7);
      assertThat(two.await().exitCode()).isEqualTo(7);
      assertThat(one.stderr() + two.stderr()).containsOnlyOnce("building");
    }
  }

  @Test
  void saysWhenTheBuildFailed() throws Exception {
    tool("mvn", "echo '[ERROR] no'; exit 3");
    Program.Result result = program.run();
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr())
        .contains("[ERROR] no")
        .endsWith("multigpu-mnist: error: the build failed; Maven's messages are above\n");
  }

  @Test
  void saysWhenJavaIsTooOldOrMissing() throws Exception {
    tool("javac", "echo javac 11.0.2");
    assertThat(program.run().stderr()).contains("javac is version 11;").contains("17 or newer");
    program.with("JAVA_HOME", "/nowhere");
    Program.Result result = program.run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr()).contains("no Java compiler (/nowhere/bin/javac); install a JDK");
  }

  @Test
  void saysWhenMavenIsMissing() throws Exception {
    Files.delete(scratch.resolve("tools/mvn"));
    for (String name : List.of("bash", "dirname", "sed", "cat", "find", "flock")) {
      tool(name, "exec " + where(name) + " \"$@\"");
    }
    Program.Result result = program.with("PATH", scratch.resolve("tools").toString()).run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr()).contains("no mvn; install Maven 3.8 or newer");
  }

  private Program launcher(Path file) throws IOException {
    return launcher(file, scratch);
  }

  private Program launcher(Path file, Path folder) throws IOException {
    Files.createDirectories(folder);
    return Program.of(folder, List.of(file.toString()))
        .with("PATH", scratch.resolve("tools") + ":" + System.getenv("PATH"))
        .with("JAVA_HOME", "");
  }

  private void tool(String name, String... lines) throws IOException {
    Path file = Files.createDirectories(scratch.resolve("tools")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static Path where(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(Path.of("/nowhere"));
  }

  /** Files copied just now would be as new as what is built from them. */
  private static void age(Path folder) throws IOException {
    FileTime old = FileTime.from(Instant.now().minusSeconds(60));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, old);
      }
    }
  }
}
