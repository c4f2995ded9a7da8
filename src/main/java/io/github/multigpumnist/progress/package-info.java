/**
 * What a long task says of itself while it runs: {@link io.github.multigpumnist.progress.Progress}.
 */
package io.github.multigpumnist.progress;
