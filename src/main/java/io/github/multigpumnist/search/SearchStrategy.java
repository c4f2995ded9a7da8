package io.github.multigpumnist.search;

import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Which networks are tried, in rounds: a round begins when all scores of the one before are there.
 * A strategy keeps no state and draws only from its seed, so every process of a study computes the
 * same rounds from the same scores.
 */
public sealed interface SearchStrategy permits GeneticSearch, GridSearch {

  /**
   * The space searched.
   *
   * @return the space
   */
  SearchSpace space();

  /**
   * What all random choices come from.
   *
   * @return the study's seed
   */
  long seed();

  /**
   * The same search with other random choices.
   *
   * @param seed the study's seed
   * @return a copy
   */
  SearchStrategy withSeed(long seed);

  /**
   * How many rounds there are.
   *
   * @return 1 or more
   */
  int rounds();

  /**
   * The first round.
   *
   * @return its networks, all of them added
   */
  Round first();

  /**
   * The round after another.
   *
   * @param round its number, from 1
   * @param previous the round before
   * @param fitness the score of each of its networks, higher is better
   * @return its networks, or empty when the search is over
   */
  Optional<Round> next(int round, Round previous, ToDoubleFunction<Genome> fitness);
}
