package io.github.multigpumnist.input;

import java.util.Random;

/** The order of the examples in one epoch: a function of seed and epoch alone. */
final class EpochOrder {
  private EpochOrder() {}

  /**
   * A permutation of 0 … count − 1, by Fisher and Yates with java.util.Random's specified numbers.
   * It takes four bytes an example: 32 MB for eight million.
   */
  static int[] permutation(long examples, long seed, long epoch) {
    int count = Math.toIntExact(examples);
    Random random = new Random(mix(seed, epoch));
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** Spreads neighbouring seeds and epochs over all 64 bits; the finaliser of SplitMix64. */
  static long mix(long seed, long epoch) {
    long z = seed + (epoch + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
