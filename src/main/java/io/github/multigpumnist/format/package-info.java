/** Bytes to examples and back, without TensorFlow: IDX files, CIFAR-10 binaries, TFRecord files. */
package io.github.multigpumnist.format;
