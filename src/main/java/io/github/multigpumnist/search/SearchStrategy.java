package io.github.multigpumnist.search;

import io.github.multigpumnist.space.Genome;
import io.github.multigpumnist.space.Space;
import io.github.multigpumnist.study.Method;
import io.github.multigpumnist.study.StudySettings;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Which networks are tried, in rounds: a round begins when all scores of the one before are there.
 * A strategy keeps no state and draws only from its seed, so every process of a study computes the
 * same rounds from the same scores.
 */
public sealed interface SearchStrategy permits GeneticSearch, GridSearch {

  /**
   * The strategy of a study.
   *
   * @param settings the study's
   * @return by its method
   * @throws IllegalArgumentException when the space is too great for the method
   */
  static SearchStrategy of(StudySettings settings) {
    return settings.method() instanceof Method.Genetic genetic
        ? new GeneticSearch(settings.space(), settings.seed(), genetic)
        : new GridSearch(settings.space(), settings.seed(), (Method.Brute) settings.method());
  }

  /**
   * The space searched.
   *
   * @return the space
   */
  Space space();

  /**
   * The first round.
   *
   * @return its networks, all of them added
   */
  Round first();

  /**
   * The round after another.
   *
   * @param number its number, from 1
   * @param previous the round before
   * @param tried every network of the rounds before
   * @param fitness the score of each of them, higher is better
   * @return its networks, or empty when the search is over
   */
  Optional<Round> next(
      int number, Round previous, Set<Genome> tried, ToDoubleFunction<Genome> fitness);
}
