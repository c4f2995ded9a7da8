package io.github.multigpumnist.cli;

import io.github.multigpumnist.runtime.TensorFlowFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Turns what went wrong into one line on stderr and an exit status. */
final class Failures {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Failures() {}

  static int report(Throwable problem, Console console, boolean verbose) {
    String line = message(problem).lines().findFirst().orElse("");
    String hint = hint(problem, line, System.getProperty("sun.jnu.encoding", "")).orElse("");
    console.warn("multigpu-mnist: error: " + line + hint);
    if (verbose) {
      problem.printStackTrace();
    }
    return problem instanceof UsageException ? USAGE : FAILED;
  }

  /** Java cannot tell the name of a file that has letters which the locale has not. */
  static Optional<String> hint(Throwable problem, String line, String encodingOfNames) {
    boolean lost = problem instanceof InvalidPathException || line.matches(".*[?\\uFFFD].*");
    return lost && !encodingOfNames.equals("UTF-8")
        ? Optional.of(
            "; the locale's letters are "
                + encodingOfNames
                + ", which has not all that names of files may have: set LC_ALL=C.UTF-8")
        : Optional.empty();
  }

  static String message(Throwable problem) {
    if (isWrapper(problem)) {
      return message(problem.getCause());
    }
    if (problem instanceof FileSystemException e) {
      return file(e);
    }
    if (TensorFlowFailures.isOne(problem)) {
      return TensorFlowFailures.message(problem);
    }
    if (problem instanceof OutOfMemoryError e) {
      return heap(e);
    }
    if (problem instanceof LinkageError) {
      return "a native library does not load: " + problem + "; see 'multigpu-mnist doctor'";
    }
    boolean expected =
        problem instanceof UsageException
            || problem instanceof IOException
            || problem instanceof IllegalArgumentException
            || problem instanceof IllegalStateException;
    if (expected && problem.getMessage() != null) {
      return problem.getMessage();
    }
    return "internal: " + problem + " (--verbose prints where)";
  }

  private static boolean isWrapper(Throwable problem) {
    return problem.getCause() != null
        && (problem instanceof UncheckedIOException
            || problem instanceof ExecutionException
            || problem instanceof CompletionException);
  }

  private static String file(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return e.getFile() + ": no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return e.getFile() + ": permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return e.getFile() + ": exists already";
    }
    if (e instanceof NotDirectoryException) {
      return e.getFile() + ": not a folder";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return e.getFile() + ": folder is not empty";
    }
    return e.getFile() + ": " + e.getReason();
  }

  private static String heap(OutOfMemoryError e) {
    long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
    return String.format(
            Locale.ROOT,
            "Java ran out of memory (%s); its heap may grow to %d MiB: raise that by JAVA_OPTS=-Xmx4g",
            e.getMessage(),
            mebibytes)
        + ", or use a smaller data set, image size or --batch-size";
  }
}
