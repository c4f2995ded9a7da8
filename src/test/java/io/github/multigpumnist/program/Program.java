package io.github.multigpumnist.program;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The packaged program, run as a user does: a process of its own, with a cache folder of its own
 * (but the user's unpacked TensorFlow). Each {@code with…} changes and returns this.
 */
public final class Program {
  private final Path scratch;
  private final List<String> start;
  private final Map<String, String> environment = new HashMap<>();
  private Path folder;
  private Duration timeout = Duration.ofMinutes(2);
  private int runs;

  /** What a finished run left. */
  public record Result(int exitCode, String stdout, String stderr) {}

  private Program(Path scratch, List<String> start) {
    this.scratch = scratch;
    this.start = start;
    this.folder = scratch;
    environment.put("XDG_CACHE_HOME", scratch.resolve("cache").toString());
  }

  /**
   * The distribution's launcher; {@code scratch} is an empty folder, such as a {@code @TempDir}.
   */
  public static Program packaged(Path scratch) {
    return of(scratch, List.of(distribution().resolve("bin/multigpu-mnist").toString()));
  }

  /** Java itself on the distribution's jars, without the launcher. */
  public static Program java(Path scratch, String mainClass) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return of(scratch, List.of(java, "-cp", distribution() + "/lib/*", mainClass));
  }

  /** Any other words that begin the command. */
  public static Program of(Path scratch, List<String> start) {
    return new Program(scratch, List.copyOf(start));
  }

  /** The folder with bin and lib; {@code mvn verify} makes it and says where. */
  public static Path distribution() {
    return Path.of(System.getProperty("multigpumnist.distribution"));
  }

  public Program with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  public Program in(Path workingDirectory) {
    folder = workingDirectory;
    return this;
  }

  public Program withTimeout(Duration limit) {
    timeout = limit;
    return this;
  }

  /** Runs to the end. */
  public Result run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).await();
  }

  /** Starts and returns at once. */
  public Running start(String... arguments) throws IOException {
    Path out = scratch.resolve("stdout-" + runs);
    Path err = scratch.resolve("stderr-" + runs);
    runs++;
    List<String> command = new ArrayList<>(start);
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err, timeout);
  }

  /** Whether children do not hear SIGINT, as those of a shell's background job do not. */
  static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    String mask =
        Files.readAllLines(status).stream()
            .filter(l -> l.startsWith("SigIgn:"))
            .map(l -> l.replace("SigIgn:", "").strip())
            .findFirst()
            .orElse("0");
    return (Long.parseUnsignedLong(mask, 16) & 2) != 0; // bit n-1 is signal n; SIGINT is 2
  }

  /** A run under way; closing it kills it. */
  public static final class Running implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;
    private final Duration timeout;

    private Running(Process process, Path out, Path err, Duration timeout) {
      this.process = process;
      this.out = out;
      this.err = err;
      this.timeout = timeout;
    }

    public long pid() {
      return process.pid();
    }

    public boolean isAlive() {
      return process.isAlive();
    }

    /** What it has printed so far. */
    public String stdout() throws IOException {
      return Files.readString(out);
    }

    /** What it has printed so far. */
    public String stderr() throws IOException {
      return Files.readString(err);
    }

    /** {@code kill -SIGNAL}: KILL, TERM, INT… */
    public Running signal(String signal) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start().waitFor();
      return this;
    }

    /** Waits for the end; a run beyond its timeout is killed and an error. */
    public Result await() throws IOException, InterruptedException {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        close();
        throw new AssertionError(
            "still running after " + timeout + "\n" + stdout() + "\n" + stderr());
      }
      return new Result(process.exitValue(), stdout(), stderr());
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().onExit().join();
    }
  }
}
