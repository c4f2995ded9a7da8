package io.github.multigpumnist.search;

import io.github.multigpumnist.space.Genome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Chooses the parents: the best share of a population, and each other network by chance, which
 * keeps some diversity. At least two are kept whatever the rounding, since a crossover needs two.
 *
 * <p>Source: Mühlenbein and Schlierkamp-Voosen 1993, "Predictive models for the breeder genetic
 * algorithm" (truncation); the chance of the others is harvitronix's.
 *
 * @param retain share of the best that stay, from 0 to below 1
 * @param randomSelect chance of each other network, from 0 to below 1
 */
record TruncationSelection(double retain, double randomSelect) {
  private static final int LEAST = 2;

  /** 0.29 of 100 are 29, though the product in doubles is below. */
  private static final double ROUNDING = 1e-9;

  /** How many of a population stay for their rank. */
  int retained(int population) {
    return Math.max(LEAST, (int) Math.floor(retain * population + ROUNDING));
  }

  /** From the best to the worst the parents, in that order. */
  List<Genome> select(List<Genome> ranked, Random random) {
    int retained = retained(ranked.size());
    List<Genome> parents = new ArrayList<>(ranked.subList(0, retained));
    for (Genome other : ranked.subList(retained, ranked.size())) {
      if (random.nextDouble() < randomSelect) {
        parents.add(other);
      }
    }
    return parents;
  }
}
