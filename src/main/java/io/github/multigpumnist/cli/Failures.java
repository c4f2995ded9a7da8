package io.github.multigpumnist.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Turns what went wrong into one line on stderr and an exit status. */
final class Failures {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Failures() {}

  static int report(Throwable problem, Console console, boolean verbose) {
    console.warn("multigpu-mnist: error: " + message(problem).lines().findFirst().orElse(""));
    if (verbose) {
      problem.printStackTrace();
    }
    return problem instanceof UsageException ? USAGE : FAILED;
  }

  private static String message(Throwable problem) {
    if (problem instanceof UncheckedIOException e) {
      return message(e.getCause());
    }
    if (problem instanceof FileSystemException e) {
      return file(e);
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

  private static String file(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return e.getFile() + ": no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return e.getFile() + ": permission denied";
    }
    return e.getFile() + ": " + e.getReason();
  }
}
