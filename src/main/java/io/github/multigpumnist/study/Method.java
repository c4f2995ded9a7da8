package io.github.multigpumnist.study;

import java.util.OptionalInt;

/** How networks are chosen. */
public sealed interface Method {

  /**
   * Its name in flags and studies.
   *
   * @return {@code genetic} or {@code brute}
   */
  String written();

  /**
   * By a genetic algorithm.
   *
   * @param generations rounds, 1 or more
   * @param population networks in a generation, 3 or more: two parents and a child
   * @param retain share of the best that are parents, from 0 to below 1
   * @param randomSelect chance of each other network to be a parent too, from 0 to below 1
   * @param mutateChance chance that a child is changed, 0 to 1
   * @param duplicates what becomes of a child that has been tried
   */
  record Genetic(
      int generations,
      int population,
      double retain,
      double randomSelect,
      double mutateChance,
      Duplicates duplicates)
      implements Method {
    static final String NAME = "genetic";
    private static final int LEAST_POPULATION = 3;

    /** Checks the ranges. */
    public Genetic {
      Checks.atLeast("generations", generations, 1);
      if (population < LEAST_POPULATION) {
        throw new IllegalArgumentException(
            "population is " + population + ", expected 3 or more: two parents and a child");
      }
      Checks.fraction("retain", retain);
      Checks.fraction("random-select", randomSelect);
      if (!(mutateChance >= 0 && mutateChance <= 1)) {
        throw new IllegalArgumentException(
            "mutate-chance is " + mutateChance + ", expected 0 to 1");
      }
    }

    @Override
    public String written() {
      return NAME;
    }
  }

  /**
   * Every network, or the first ones.
   *
   * @param shuffle whether they come in random order instead of the space's
   * @param limit how many of them at most, 1 or more; empty: all. A greater limit adds networks
   *     after those of a smaller one
   */
  record Brute(boolean shuffle, OptionalInt limit) implements Method {
    static final String NAME = "brute";

    /** Checks the limit. */
    public Brute {
      limit.ifPresent(l -> Checks.atLeast("limit", l, 1));
    }

    @Override
    public String written() {
      return NAME;
    }
  }
}
