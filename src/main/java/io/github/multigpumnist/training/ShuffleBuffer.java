package io.github.multigpumnist.training;

import io.github.multigpumnist.dataset.Examples;
import java.util.OptionalLong;

/**
 * How many examples {@link InputKind#BATCHING} holds to shuffle them. Where all fit, the order is
 * an even permutation; more are read shard by shard, several shards at a time, in a random order,
 * and shuffled by a window of this size.
 *
 * @param wanted at least 1; empty: 65,536, or as many as have 256 MB
 */
public record ShuffleBuffer(OptionalLong wanted) {
  /** When no flag says otherwise. */
  public static final ShuffleBuffer USUAL = new ShuffleBuffer(OptionalLong.empty());

  private static final long USUAL_EXAMPLES = 1 << 16;
  private static final long USUAL_BYTES = 1 << 28;

  /** Checks the range. */
  public ShuffleBuffer {
    if (wanted.isPresent() && wanted.getAsLong() < 1) {
      throw new IllegalArgumentException(
          "shuffle buffer is " + wanted.getAsLong() + ", expected 1 or more");
    }
  }

  /** Its size for some examples, at most as many as there are. */
  long of(Examples examples) {
    long usual = Math.max(1, Math.min(USUAL_EXAMPLES, USUAL_BYTES / examples.imageSize()));
    return Math.min(wanted.orElse(usual), examples.count());
  }
}
