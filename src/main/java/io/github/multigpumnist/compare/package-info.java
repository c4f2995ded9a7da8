/**
 * The same training run with different inputs, tower counts, models and precisions, measured in
 * turns, each in a process of its own. Begin with {@link
 * io.github.multigpumnist.compare.ComparisonPlan} (what is measured), {@link
 * io.github.multigpumnist.compare.Comparer} (measures, and goes on where it was stopped) and {@link
 * io.github.multigpumnist.compare.Comparison} (the figures).
 */
package io.github.multigpumnist.compare;
