package io.github.multigpumnist.search;

import io.github.multigpumnist.space.Space;
import io.github.multigpumnist.study.Duplicates;
import io.github.multigpumnist.study.Method;
import java.util.OptionalInt;

/** Strategies for tests. */
final class Searches {
  private Searches() {}

  /** As the originals: duplicates are kept. */
  static GeneticSearch genetic(Space space, int generations, int population, long seed) {
    return genetic(space, generations, population, Duplicates.KEEP, seed);
  }

  static GeneticSearch genetic(
      Space space, int generations, int population, Duplicates duplicates, long seed) {
    return new GeneticSearch(
        space, seed, new Method.Genetic(generations, population, 0.4, 0.1, 0.2, duplicates));
  }

  static GridSearch grid(Space space, boolean shuffle, OptionalInt limit, long seed) {
    return new GridSearch(space, seed, new Method.Brute(shuffle, limit));
  }
}
