package io.github.multigpumnist.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Every combination of a space, or the first ones: one round.
 *
 * @param space the networks there are
 * @param shuffle whether they come in random order instead of the space's
 * @param limit how many of them at most, 1 or more; empty: all. A greater limit adds networks after
 *     those of a smaller one
 * @param seed of the random order
 */
public record GridSearch(SearchSpace space, boolean shuffle, OptionalInt limit, long seed)
    implements SearchStrategy {
  private static final long MOST = 1_000_000;

  /** Checks that the number of networks is one that can be tried. */
  public GridSearch {
    limit.ifPresent(l -> Checks.atLeast("limit", l, 1));
    if (count(space, limit) > MOST) {
      throw new IllegalArgumentException(
          String.format(
              "space '%s' has %d networks, expected a limit of at most %d",
              space.name(), space.size(), MOST));
    }
  }

  private static long count(SearchSpace space, OptionalInt limit) {
    return Math.min(space.size(), limit.isPresent() ? limit.getAsInt() : Long.MAX_VALUE);
  }

  @Override
  public SearchStrategy withSeed(long other) {
    return new GridSearch(space, shuffle, limit, other);
  }

  @Override
  public int rounds() {
    return 1;
  }

  @Override
  public Round first() {
    long count = count(space, limit);
    List<Genome> all = new ArrayList<>();
    Random random = new Random(Sha256.seed(seed, "grid"));
    Map<Long, Long> moved = new HashMap<>();
    for (long i = 0; i < count; i++) {
      all.add(space.at(shuffle ? draw(i, moved, random) : i));
    }
    return new Round(List.of(), all);
  }

  /**
   * The i-th of a random permutation, by Durstenfeld's shuffle (1964) that remembers only the
   * positions it has touched: a space may be far greater than the limit.
   */
  private long draw(long i, Map<Long, Long> moved, Random random) {
    long j = i + Math.floorMod(random.nextLong(), space.size() - i);
    long drawn = moved.getOrDefault(j, j);
    moved.put(j, moved.getOrDefault(i, i));
    return drawn;
  }

  @Override
  public Optional<Round> next(int round, Round previous, ToDoubleFunction<Genome> fitness) {
    return Optional.empty();
  }
}
