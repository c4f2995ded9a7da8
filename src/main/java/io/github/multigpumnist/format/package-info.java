/**
 * Bytes to examples and back, without TensorFlow: {@link io.github.multigpumnist.format.IdxFile},
 * {@link io.github.multigpumnist.format.Cifar10File}, {@link
 * io.github.multigpumnist.format.TfRecordFile} with {@link
 * io.github.multigpumnist.format.ImageExample}.
 */
package io.github.multigpumnist.format;
