package io.github.multigpumnist.format;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Java's message digests, without the exception that every Java makes impossible. */
public final class Digests {
  private Digests() {}

  /**
   * A new digest.
   *
   * @param algorithm as Java names it, such as {@code SHA-256}
   * @return without any bytes yet
   * @throws IllegalStateException when this Java has none of that name
   */
  public static MessageDigest of(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + algorithm, e);
    }
  }
}
