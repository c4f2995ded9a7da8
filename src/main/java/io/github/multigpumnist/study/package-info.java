/**
 * Studies: the settings and trials of a search, kept in Optuna's tables on SQLite or PostgreSQL so
 * that Optuna and optuna-dashboard read them as their own. Begin with {@link
 * io.github.multigpumnist.study.TrialStore} and {@link io.github.multigpumnist.study.StudyOpening};
 * a {@link io.github.multigpumnist.study.Study} hands out {@link
 * io.github.multigpumnist.study.Claim}s. Knows neither training nor TensorFlow; SQL and JSON stay
 * within.
 */
package io.github.multigpumnist.study;
