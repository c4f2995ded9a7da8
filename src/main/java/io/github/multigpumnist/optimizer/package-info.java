/** Update rules and learning-rate schedules. */
package io.github.multigpumnist.optimizer;
