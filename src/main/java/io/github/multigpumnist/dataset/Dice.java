package io.github.multigpumnist.dataset;

/**
 * Random numbers that are the same on every machine and need no lock: SplitMix64 (Steele, Lea,
 * Flood, "Fast splittable pseudorandom number generators", 2014).
 */
final class Dice {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private long state;

  Dice(long seed) {
    state = seed;
  }

  /** Independent dice for part {@code index} of a work with one seed. */
  static Dice of(long seed, long index) {
    return new Dice(mix(seed) + index * 0xd1342543de82ef95L);
  }

  long next() {
    state += GOLDEN;
    return mix(state);
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Evenly spread in [from, to). */
  double between(double from, double to) {
    return from + (to - from) * ((next() >>> 11) * 0x1.0p-53);
  }

  /** Evenly spread in 0 to {@code bound - 1}; the bias is below {@code bound / 2^31}. */
  int below(int bound) {
    return (int) (((next() >>> 33) * bound) >>> 31);
  }

  /** Bell-shaped with deviation 1, from -3.5 to 3.5: the sum of four even numbers (Irwin-Hall). */
  double bell() {
    long bits = next();
    long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
    return (sum / 65535.0 - 2) * 1.7320508075688772; // an even number's variance is 1/12
  }
}
