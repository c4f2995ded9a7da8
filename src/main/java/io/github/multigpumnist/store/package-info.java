/**
 * The trials of a search, kept in Optuna's tables on SQLite or PostgreSQL so that Optuna and
 * optuna-dashboard read them as their own. Begin with {@link
 * io.github.multigpumnist.store.TrialStore}; a {@link io.github.multigpumnist.store.Study} hands
 * out {@link io.github.multigpumnist.store.Claim}s. Knows neither networks nor TensorFlow.
 */
package io.github.multigpumnist.store;
