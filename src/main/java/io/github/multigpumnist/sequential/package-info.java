/**
 * Models built layer by layer in Java, as Keras's: {@link
 * io.github.multigpumnist.sequential.Sequential}, {@link
 * io.github.multigpumnist.sequential.Layers}.
 */
package io.github.multigpumnist.sequential;
