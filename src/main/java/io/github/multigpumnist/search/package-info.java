/**
 * Searches for the best network: by a genetic algorithm or through every combination, with any
 * number of trials side by side; begin with {@link io.github.multigpumnist.search.SearchSpace} and
 * {@link io.github.multigpumnist.search.GeneticSearch}.
 */
package io.github.multigpumnist.search;
