/** The loop, evaluation, checkpoints in time, event files. */
package io.github.multigpumnist.training;
