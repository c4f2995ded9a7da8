package io.github.multigpumnist.search;

import io.github.multigpumnist.space.Genome;
import java.util.List;
import java.util.stream.Stream;

/**
 * Networks that are tried together.
 *
 * @param kept those that come from the round before, best first
 * @param added the others; one may stand several times, and may have been tried long ago
 */
public record Round(List<Genome> kept, List<Genome> added) {
  /** Copies the lists. */
  public Round {
    kept = List.copyOf(kept);
    added = List.copyOf(added);
  }

  /**
   * The whole round.
   *
   * @return the kept ones, then the others
   */
  public List<Genome> all() {
    return Stream.concat(kept.stream(), added.stream()).toList();
  }
}
