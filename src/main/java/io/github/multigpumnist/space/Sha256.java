package io.github.multigpumnist.space;

import io.github.multigpumnist.format.Digests;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Hashes that stay the same for ever: network fingerprints and derived seeds. */
public final class Sha256 {
  /** A double holds such a number exactly, and so does everything that reads JSON. */
  private static final int SEED_HEX_DIGITS = 13;

  private Sha256() {}

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(Digests.of("SHA-256").digest(bytes));
  }

  /**
   * A seed for one part of a study.
   *
   * @param studySeed the study's
   * @param part its name
   * @return 0 to 2^52 - 1
   */
  public static long seed(long studySeed, String part) {
    String hex = hex((studySeed + " " + part).getBytes(StandardCharsets.UTF_8));
    return Long.parseLong(hex.substring(0, SEED_HEX_DIGITS), 16);
  }
}
