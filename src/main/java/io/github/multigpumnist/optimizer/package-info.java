/**
 * Update rules and learning-rate schedules: {@link
 * io.github.multigpumnist.optimizer.OptimizerSpec}, {@link
 * io.github.multigpumnist.optimizer.OptimizerDefaults}.
 */
package io.github.multigpumnist.optimizer;
