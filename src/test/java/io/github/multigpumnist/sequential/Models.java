package io.github.multigpumnist.sequential;

import static io.github.multigpumnist.model.Activation.ELU;
import static io.github.multigpumnist.model.Activation.RELU;
import static io.github.multigpumnist.model.Activation.SIGMOID;
import static io.github.multigpumnist.model.Activation.SOFTMAX;
import static io.github.multigpumnist.model.Activation.TANH;
import static io.github.multigpumnist.sequential.Layers.activation;
import static io.github.multigpumnist.sequential.Layers.batchNorm;
import static io.github.multigpumnist.sequential.Layers.conv2d;
import static io.github.multigpumnist.sequential.Layers.dense;
import static io.github.multigpumnist.sequential.Layers.dropout;
import static io.github.multigpumnist.sequential.Layers.flatten;
import static io.github.multigpumnist.sequential.Layers.maxPool;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.model.Padding;
import io.github.multigpumnist.runtime.Devices;

/** Small models for {@link Tiny}'s pictures, and how they are trained. */
final class Models {
  static final LabeledImages TRAIN = Tiny.images(40, 1);
  static final LabeledImages TEST = Tiny.images(30, 2);
  static final FitConfig CONFIG =
      FitConfig.ofEpochs(3).withBatchSize(4).withDevices(Devices.cpu(1)).withValidationSplit(0.25);

  private Models() {}

  static Sequential empty() {
    return Sequential.of(Tiny.SIDE, Tiny.SIDE, 1);
  }

  static Sequential mlp() {
    return empty()
        .add(flatten())
        .add(dense(12, RELU))
        .add(dropout(0.2))
        .add(dense(11, ELU))
        .add(dense(10, TANH))
        .add(dense(9))
        .add(activation(SIGMOID))
        .add(dense(Tiny.CLASSES, SOFTMAX));
  }

  static Sequential cnn() {
    return empty()
        .add(conv2d(4, 3, RELU))
        .add(batchNorm())
        .add(maxPool(2))
        .add(conv2d(5, 2, 1, Padding.SAME, ELU))
        .add(flatten())
        .add(dense(Tiny.CLASSES))
        .add(activation(SOFTMAX));
  }

  static Sequential compiled(Sequential model) {
    return model.compile("nadam", Loss.CATEGORICAL_CROSSENTROPY, Metric.ACCURACY);
  }

  /** Compiled and trained. */
  static Sequential trained(Sequential model) {
    compiled(model).fit(TRAIN, CONFIG);
    return model;
  }
}
