package io.github.multigpumnist.search;

import io.github.multigpumnist.space.Distribution;
import io.github.multigpumnist.space.Gene;
import io.github.multigpumnist.space.Genome;
import io.github.multigpumnist.space.Sha256;
import io.github.multigpumnist.space.Space;
import io.github.multigpumnist.study.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Every combination of a space, or the first ones: one round.
 *
 * @param space the networks there are
 * @param seed of the random order
 * @param method order and limit
 */
public record GridSearch(Space space, long seed, Method.Brute method) implements SearchStrategy {
  private static final long MOST = 1_000_000;

  /** Checks that the number of networks is one that can be tried. */
  public GridSearch {
    for (Gene gene : space.genes()) {
      if (gene.values().size() == Distribution.UNCOUNTED) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "gene '%s' has every number of a range, expected a list of values for brute force",
                gene.name()));
      }
    }
    if (count(space, method.limit()) > MOST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "space '%s' has %d networks, expected a limit of at most %d",
              space.name(),
              space.size(),
              MOST));
    }
  }

  private static long count(Space space, OptionalInt limit) {
    return Math.min(space.size(), limit.isPresent() ? limit.getAsInt() : Long.MAX_VALUE);
  }

  @Override
  public Round first() {
    long count = count(space, method.limit());
    List<Genome> all = new ArrayList<>();
    Random random = new Random(Sha256.seed(seed, "grid"));
    Map<Long, Long> moved = new HashMap<>();
    for (long i = 0; i < count; i++) {
      all.add(space.at(method.shuffle() ? draw(i, moved, random) : i));
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
  public Optional<Round> next(
      int number, Round previous, Set<Genome> tried, ToDoubleFunction<Genome> fitness) {
    return Optional.empty();
  }
}
