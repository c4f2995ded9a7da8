package io.github.multigpumnist;

import io.github.multigpumnist.dataset.Batch;
import io.github.multigpumnist.dataset.Dataset;
import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.model.Activation;
import io.github.multigpumnist.model.BatchNorm;
import io.github.multigpumnist.model.Conv2d;
import io.github.multigpumnist.model.Dense;
import io.github.multigpumnist.model.Dropout;
import io.github.multigpumnist.model.Flatten;
import io.github.multigpumnist.model.Initializer;
import io.github.multigpumnist.model.Layer;
import io.github.multigpumnist.model.Lrn;
import io.github.multigpumnist.model.MaxPool;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Preprocessing;
import io.github.multigpumnist.model.Recipe;
import io.github.multigpumnist.model.Units;
import io.github.multigpumnist.optimizer.LearningRateSchedule;
import io.github.multigpumnist.optimizer.Momentum;
import io.github.multigpumnist.optimizer.OptimizerSpec;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tensorflow.ndarray.Shape;

/** Small pictures and networks, trained in milliseconds. */
public final class Tiny {
  public static final int SIDE = 8;
  public static final int CLASSES = 3;

  private Tiny() {}

  /** Noise, and a bright row that tells the class. */
  public static LabeledImages images(int count, long seed) {
    Random random = new Random(seed);
    byte[] pixels = new byte[count * SIDE * SIDE];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = random.nextInt(CLASSES);
      for (int p = 0; p < SIDE * SIDE; p++) {
        int light = p / SIDE == 1 + 2 * labels[i] ? 90 : 0;
        pixels[i * SIDE * SIDE + p] = (byte) (light + random.nextInt(160));
      }
    }
    return new LabeledImages(SIDE, SIDE, 1, CLASSES, pixels, labels);
  }

  /** All of them, in memory. */
  public static LabeledImages held(Examples examples) {
    Batch all = Batch.of(examples, (int) examples.count());
    examples.read(0, (int) examples.count(), all, 0);
    return new LabeledImages(
        examples.height(),
        examples.width(),
        examples.depth(),
        examples.classes(),
        all.pixels(),
        all.labels());
  }

  public static Dataset dataset(int train, int test) {
    return new Dataset("tiny", images(train, 1), images(test, 2), List.of("a", "b", "c"));
  }

  public static Conv2d conv(String name, int filters, Activation activation) {
    return new Conv2d(
        name,
        filters,
        List.of(3, 3),
        1,
        null,
        activation,
        new Initializer.TruncatedNormal(0.2),
        new Initializer.Constant(0.1),
        null);
  }

  public static Dense logits(String name, double weightDecay) {
    return new Dense(
        name,
        Units.ofClasses(),
        Activation.LINEAR,
        new Initializer.TruncatedNormal(0.1),
        new Initializer.Constant(0),
        weightDecay);
  }

  /** The ConvNet in small: convolution, pool, normalisation, dense layers, weight decay. */
  public static ModelSpec convnet() {
    return model(
        conv("conv1", 4, Activation.RELU),
        new MaxPool("pool1", 2, 2, null),
        new Lrn("norm1", 1, 1, 0.1, 0.75),
        new Flatten("flatten"),
        new Dense(
            "local3",
            new Units(8),
            Activation.RELU,
            new Initializer.TruncatedNormal(0.1),
            new Initializer.Constant(0.1),
            0.004),
        logits("softmax_linear", 0));
  }

  /** Without kinks, for finite differences. */
  public static ModelSpec smooth() {
    return model(
        conv("conv1", 4, Activation.TANH),
        new Lrn("norm1", 1, 1, 0.5, 0.75),
        conv("conv2", 3, Activation.SIGMOID),
        new Lrn("norm2", 2, 2, 0.5, 0.6),
        new Flatten("flatten"),
        logits("logits", 0.5));
  }

  public static ModelSpec smoothWithBatchNorm() {
    return model(
        conv("conv1", 4, Activation.TANH),
        new BatchNorm("bn1", 0.9, null, null),
        new Lrn("norm1", 1, 1, 0.5, 0.75),
        new Flatten("flatten"),
        new BatchNorm("bn2", 0.9, null, null),
        logits("logits", 0.5));
  }

  public static ModelSpec withDropout() {
    return model(
        conv("conv1", 4, Activation.RELU),
        new Flatten("flatten"),
        new Dropout("drop1", 0.3),
        new Dropout("drop2", 0.5),
        logits("logits", 0.01));
  }

  public static ModelSpec withBatchNorm() {
    return model(
        conv("conv1", 4, Activation.LINEAR),
        new BatchNorm("bn1", 0.9, null, null),
        new MaxPool("pool1", 2, null, null),
        new Lrn("norm1", 1, 1, 0.1, 0.75),
        new Flatten("flatten"),
        logits("logits", 0.01));
  }

  public static ModelSpec model(Layer... layers) {
    return new ModelSpec(
        "tiny",
        "",
        new Preprocessing(1.0 / 255, -0.5),
        List.of(layers),
        Map.of("default", recipe(4, 2, new Momentum(0.9, true), 0.1)));
  }

  public static Recipe recipe(int batchSize, int epochs, OptimizerSpec optimizer, double rate) {
    return new Recipe(batchSize, epochs, 0L, optimizer, LearningRateSchedule.constant(rate));
  }

  public static Network network(ModelSpec model) {
    return model.forData(Shape.of(SIDE, SIDE, 1), CLASSES);
  }
}
