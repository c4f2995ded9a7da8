package io.github.multigpumnist.study;

/**
 * A trial is no longer its claimant's: it was taken for dead and queued again. Nothing was written;
 * the claimant drops its result.
 */
public final class ClaimLostException extends StoreException {
  private static final long serialVersionUID = 1L;

  ClaimLostException(String message) {
    super(message);
  }
}
