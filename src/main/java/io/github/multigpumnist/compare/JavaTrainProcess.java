package io.github.multigpumnist.compare;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Starts the program as this process was started: same Java, options and class path. */
public final class JavaTrainProcess implements TrainProcess {
  /**
   * System property by which a process is told the id of the one that started it, to end with it.
   */
  public static final String PARENT = "multigpumnist.parent";

  private static final long LOOK_MILLIS = 200;
  private static final long PATIENCE_SECONDS = 5;
  private final String mainClass;

  /**
   * A starter of any number of processes.
   *
   * @param mainClass takes the command {@code train} and its flags
   */
  public JavaTrainProcess(String mainClass) {
    this.mainClass = mainClass;
  }

  @Override
  public Ended run(List<String> flags, Path folder, BooleanSupplier stop) throws IOException {
    Path output = folder.resolve("stdout");
    Path errors = folder.resolve("stderr");
    Process process =
        new ProcessBuilder(command(flags))
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      process.getOutputStream().close(); // its input: there is none
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (stop.getAsBoolean()) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a training was measured");
    } finally {
      end(process);
    }
    return new Ended(process.exitValue(), Files.readString(output), Files.readString(errors));
  }

  private List<String> command(List<String> flags) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    words.add("-D" + PARENT + "=" + ProcessHandle.current().pid());
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass, "train"));
    words.addAll(flags);
    return words;
  }

  /** Asks a process that is still there to end, and sees to it that it does. */
  private static void end(Process process) {
    process.destroy();
    boolean interrupted = false;
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      interrupted = true;
    }
    process.onExit().join();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
