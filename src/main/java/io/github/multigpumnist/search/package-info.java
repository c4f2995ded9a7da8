/**
 * Searches a space for the best network: by a genetic algorithm or through every combination, with
 * any number of trials side by side. Begin with {@link io.github.multigpumnist.search.Searcher},
 * {@link io.github.multigpumnist.search.GeneticSearch} and, for how far a study is, {@link
 * io.github.multigpumnist.search.Replay}.
 */
package io.github.multigpumnist.search;
