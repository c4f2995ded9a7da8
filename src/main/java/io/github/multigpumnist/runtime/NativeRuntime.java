package io.github.multigpumnist.runtime;

import io.github.multigpumnist.dataset.HomeFolder;
import io.github.multigpumnist.format.PlainNumbers;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Prepares this process for TensorFlow's native library, which reads its settings from the
 * environment when it loads and writes its log to file descriptor 2. A Java program cannot change
 * either, so both are done through the C library.
 */
public final class NativeRuntime {
  private static final int STDERR = 2;
  private static final int OWNER_READS_AND_WRITES = 0600;
  private static final int KEEP_THE_USERS = 0;

  /** oneDNN is not the default on every CPU; it makes a step about a third faster. */
  private static final Map<String, String> SETTINGS = Map.of("TF_ENABLE_ONEDNN_OPTS", "1");

  /** 3: fatal messages only. */
  private static final Map<String, String> QUIET_SETTINGS = Map.of("TF_CPP_MIN_LOG_LEVEL", "3");

  /** JavaCPP's default refuses memory once the process holds twice Java's heap. */
  private static final String PHYSICAL_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  private static final String NO_LIMIT = "0";

  /**
   * TensorFlow-Java's GPU build would unpack and load what it knows of CUDA, driver or not: that is
   * {@link Cuda}'s to do. It does so when the first of these is {@code -gpu}; JavaCPP looks for
   * libraries under each.
   */
  private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

  private static final String NO_CUDA_BY_JAVACPP = "-without-cuda" + File.pathSeparator + "-gpu";

  private static boolean prepared;
  private static Path log;

  /** The user's stderr. */
  private static int savedStderr = STDERR;

  private NativeRuntime() {}

  /**
   * Sets what TensorFlow reads when it loads and, unless {@code verbose}, keeps its native log
   * lines off stderr. Call it before the first TensorFlow class is used; later calls do nothing. A
   * setting the user has in the environment wins.
   *
   * <p>Unless {@code verbose}, file descriptor 2 of the process goes to the file {@code
   * multigpu-mnist-native-PID-….log} in {@code java.io.tmpdir} from then on, and {@link System#err}
   * to where descriptor 2 went before. The file is deleted when the process ends in an orderly way;
   * after a crash in native code it is still there and holds the library's last words ({@link
   * NativeLogs#ofCrashes} lists such files). What killed processes left is deleted here.
   *
   * <p>Numbers are formatted with ASCII digits from then on ({@link PlainNumbers}), and the
   * property {@code user.home} names the {@link HomeFolder}, under which the native library is
   * unpacked; when that is only a temporary folder, this says so on {@link System#err}.
   *
   * <p>Where the C library cannot be reached, this says so once on {@link System#err} and
   * TensorFlow runs with its own settings.
   *
   * @param verbose whether TensorFlow's own messages are wanted on stderr
   */
  public static synchronized void prepare(boolean verbose) {
    if (prepared) {
      return;
    }
    prepared = true;
    PlainNumbers.set();
    HomeFolder home = HomeFolder.settle();
    if (home.temporary()) {
      say(
          "warning: no home folder that may be written to ($HOME, or the user's"
              + " entry in the system): caches go to "
              + home.path());
    }
    if (System.getProperty(PHYSICAL_LIMIT) == null) {
      System.setProperty(PHYSICAL_LIMIT, NO_LIMIT);
    }
    if (System.getProperty(EXTENSION) == null && NativeLibrary.isGpuBuild()) {
      System.setProperty(EXTENSION, NO_CUDA_BY_JAVACPP);
    }
    try {
      SETTINGS.forEach((name, value) -> LibC.setenv(name, value, KEEP_THE_USERS));
      if (!verbose) {
        QUIET_SETTINGS.forEach((name, value) -> LibC.setenv(name, value, KEEP_THE_USERS));
        moveNativeStderr();
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      say("warning: TensorFlow keeps its own settings and log lines: " + e);
    }
  }

  /** Tells what the user should know of the native libraries, also where no program prints. */
  static void say(String line) {
    System.err.println("multigpu-mnist: " + line);
  }

  /**
   * Whether the user reads stderr on a terminal, so that a progress bar can be drawn.
   *
   * @return false as well where that cannot be found out
   */
  public static boolean stderrIsTerminal() {
    try {
      return !"dumb".equals(System.getenv("TERM")) && LibC.isatty(errDescriptor()) == 1;
    } catch (LinkageError e) {
      return false;
    }
  }

  /**
   * Where native messages go.
   *
   * @return the file, or empty when they go to stderr
   */
  public static synchronized Optional<Path> log() {
    return Optional.ofNullable(log);
  }

  private static synchronized int errDescriptor() {
    return savedStderr;
  }

  private static void moveNativeStderr() throws IOException {
    NativeLogs.sweep();
    Path file = NativeLogs.create();
    int own = LibC.creat(file.toString(), OWNER_READS_AND_WRITES);
    int real = LibC.dup(STDERR);
    System.err.flush();
    System.setErr(
        new PrintStream(
            new BufferedOutputStream(new DescriptorStream(real)), true, Charset.defaultCharset()));
    LibC.dup2(own, STDERR);
    LibC.close(own);
    savedStderr = real;
    log = file;
    file.toFile().deleteOnExit(); // not on a crash: that is when it is wanted
  }
}
