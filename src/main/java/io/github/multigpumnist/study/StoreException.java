package io.github.multigpumnist.study;

import java.io.IOException;

/**
 * A storage cannot be used as asked. The message is one line that names the storage (never with its
 * password), what was found and what was expected.
 */
public class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * With what was found and expected.
   *
   * @param message one line
   */
  public StoreException(String message) {
    super(message);
  }

  /**
   * With the driver's own failure.
   *
   * @param message one line
   * @param cause what the driver threw
   */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
