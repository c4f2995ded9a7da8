package io.github.multigpumnist.search;

import io.github.multigpumnist.space.Distribution;
import io.github.multigpumnist.space.Genome;
import io.github.multigpumnist.space.Space;
import io.github.multigpumnist.study.Duplicates;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Sees to it that no network is tried twice: one that has been is mutated until it is new, then
 * replaced by any that has not been tried.
 */
final class Newcomers {
  /** Mutations in a row; each keeps most of what the parents gave. */
  private static final int MUTATIONS = 20;

  /** Draws from a space whose networks are not counted, where a new one is almost certain. */
  private static final int DRAWS = 1000;

  private static final PointMutation CERTAIN = new PointMutation(1);

  private final Duplicates duplicates;
  private final Space space;
  private final Set<Genome> tried;
  private boolean exhausted;

  Newcomers(Duplicates duplicates, Space space, Set<Genome> tried) {
    this.duplicates = duplicates;
    this.space = space;
    this.tried = new HashSet<>(tried);
    this.exhausted = isFull();
  }

  private boolean isFull() {
    return duplicates == Duplicates.REPLACE && tried.size() >= space.size();
  }

  /** Whether nothing can be admitted any more. */
  boolean exhausted() {
    return exhausted;
  }

  /** The network, or a new one near it; empty when there is none left. */
  Optional<Genome> admit(Genome genome, Random random) {
    if (duplicates == Duplicates.KEEP) {
      return Optional.of(genome);
    }
    Genome candidate = genome;
    for (int i = 0; i < MUTATIONS && tried.contains(candidate) && !exhausted; i++) {
      candidate = CERTAIN.mutate(candidate, space, random);
    }
    Optional<Genome> admitted = tried.contains(candidate) ? any(random) : Optional.of(candidate);
    admitted.ifPresent(tried::add);
    exhausted = admitted.isEmpty() || isFull();
    return admitted;
  }

  /** Any network that has not been tried. */
  private Optional<Genome> any(Random random) {
    if (space.size() == Distribution.UNCOUNTED) {
      for (int i = 0; i < DRAWS; i++) {
        Genome drawn = space.random(random);
        if (!tried.contains(drawn)) {
          return Optional.of(drawn);
        }
      }
      return Optional.empty();
    }
    long start = Math.floorMod(random.nextLong(), space.size());
    for (long i = 0; i < space.size(); i++) { // at most one more than have been tried
      Genome next = space.at((start + i) % space.size());
      if (!tried.contains(next)) {
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }
}
