package io.github.multigpumnist.cli;

/**
 * A command line that cannot be understood; the message names the flag, its value and what fits.
 */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
