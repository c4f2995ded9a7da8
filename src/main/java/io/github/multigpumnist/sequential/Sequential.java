package io.github.multigpumnist.sequential;

import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.dataset.Splits;
import io.github.multigpumnist.model.Layer;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.model.Preprocessing;
import io.github.multigpumnist.model.Recipe;
import io.github.multigpumnist.optimizer.LearningRateSchedule;
import io.github.multigpumnist.optimizer.OptimizerDefaults;
import io.github.multigpumnist.optimizer.OptimizerSpec;
import io.github.multigpumnist.runtime.DeviceRequest;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.runtime.TrainingState;
import io.github.multigpumnist.training.Evaluation;
import io.github.multigpumnist.training.Fitted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tensorflow.ndarray.Shape;

/**
 * A network built layer by layer, trained and used as Keras's {@code Sequential}: {@link #add},
 * {@link #compile}, {@link #fit}, then {@link #evaluate}, {@link #predict}, {@link #save}.
 *
 * <p>A model for {@link Loss#CATEGORICAL_CROSSENTROPY} ends with a softmax. The graph that trains
 * has the layers up to the logits, and takes softmax and loss in one; {@link #predict} gives
 * probabilities all the same.
 *
 * <p>Weights are there from the first fit, {@link #setWeights} or {@link #load} on. They and the
 * optimizer's state belong to this object until it is closed. Not for several threads at once.
 */
public final class Sequential implements AutoCloseable {
  private static final Preprocessing ZERO_TO_ONE = new Preprocessing(1.0 / 255, 0);

  private Architecture architecture;
  private Compiled compiled;
  private Recipe lastFit;
  private Weights weights;
  private boolean closed;

  private Sequential(Architecture architecture) {
    this.architecture = architecture;
  }

  /**
   * A model without layers, whose pixels are divided by 255.
   *
   * @param height rows of an image, 1 or more
   * @param width columns of an image, 1 or more
   * @param depth channels of an image, 1 or more
   * @return the model
   */
  public static Sequential of(int height, int width, int depth) {
    return of(height, width, depth, ZERO_TO_ONE);
  }

  /**
   * A model without layers.
   *
   * @param height rows of an image, 1 or more
   * @param width columns of an image, 1 or more
   * @param depth channels of an image, 1 or more
   * @param preprocessing what happens to pixels before the first layer, wherever the model is used
   * @return the model
   */
  public static Sequential of(int height, int width, int depth, Preprocessing preprocessing) {
    if (height < 1 || width < 1 || depth < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "input is %d x %d x %d, expected height, width and depth of 1 or more",
              height,
              width,
              depth));
    }
    return new Sequential(Architecture.of(Shape.of(height, width, depth), preprocessing));
  }

  /**
   * Adds a layer under a name of its kind, such as {@code dense_1}.
   *
   * @param layer from {@link Layers}
   * @return this
   * @throws IllegalArgumentException when it does not fit the layer before
   */
  public Sequential add(Layers.Unnamed layer) {
    requireUncompiled();
    architecture = architecture.add(layer);
    return this;
  }

  /**
   * Adds a layer with all its settings.
   *
   * @param layer of a name that no other layer has
   * @return this
   * @throws IllegalArgumentException when it does not fit the layer before
   */
  public Sequential add(Layer layer) {
    requireUncompiled();
    architecture = architecture.add(layer);
    return this;
  }

  private void requireUncompiled() {
    if (compiled != null) {
      throw new IllegalStateException("the model is compiled, expected all layers before that");
    }
  }

  /**
   * Chooses how the model is trained, by Keras's name and defaults of 2017.
   *
   * @param optimizer one of {@link OptimizerDefaults#names()}
   * @param loss what is made small
   * @param metrics what is measured beside
   * @return this
   * @throws IllegalArgumentException when the name is unknown, or the model does not end as the
   *     loss needs it
   */
  public Sequential compile(String optimizer, Loss loss, Metric... metrics) {
    OptimizerDefaults defaults = OptimizerDefaults.byName(optimizer);
    return compile(defaults.spec(), LearningRateSchedule.constant(defaults.rate()), loss, metrics);
  }

  /**
   * Chooses how the model is trained. Compiled again, a trained model keeps its weights, and its
   * optimizer begins anew.
   *
   * @param optimizer the update rule
   * @param learningRate the rate over one fit; every fit begins it anew
   * @param loss what is made small
   * @param metrics what is measured beside
   * @return this
   * @throws IllegalArgumentException when the model does not end as the loss needs it
   */
  public Sequential compile(
      OptimizerSpec optimizer, LearningRateSchedule learningRate, Loss loss, Metric... metrics) {
    requireOpen();
    architecture.requireProbabilities(loss);
    compiled = new Compiled(optimizer, learningRate, loss, Set.of(metrics));
    lastFit =
        lastFit == null
            ? compiled.recipe(FitConfig.KERAS_BATCH_SIZE, 1)
            : compiled.recipe(lastFit.batchSize(), lastFit.epochs());
    if (weights != null) {
      Map<String, float[]> model = weights.state().model();
      long step = weights.state().globalStep();
      Weights fresh = open(weights.precision(), weights.devices());
      replaceWeights(fresh.assign(new TrainingState(model, fresh.state().optimizer(), step)));
    }
    return this;
  }

  /**
   * Trains. A model that has weights goes on from them and from its optimizer's state; the images'
   * order and dropout are then others than before, whatever the seed.
   *
   * @param images training images, those for a validation split among them
   * @param config how to train
   * @return how it went
   * @throws IllegalStateException when the model is not compiled, or its loss is not a number any
   *     more; the weights are then those before
   * @throws IllegalArgumentException when images and model do not fit
   */
  public History fit(Examples images, FitConfig config) {
    requireCompiled("fit");
    architecture.requireFit(images);
    Splits data = config.split(images);
    architecture.requireFit(data.validation());
    Recipe recipe = compiled.recipe(config.batchSize(), config.epochs());
    boolean accuracy = compiled.metrics().contains(Metric.ACCURACY);
    Training training = new Training(architecture.logits(recipe), accuracy, config);
    long before = weights == null ? 0 : weights.state().globalStep();
    try (Fitted fitted =
        weights == null ? training.run(data) : training.run(data, weights.state())) {
      TrainingState state = fitted.session().trainingState();
      lastFit = recipe;
      replaceWeights(
          open(config.precision(), config.devices())
              .assign(state.atStep(before + state.globalStep())));
      return History.of(fitted);
    }
  }

  /**
   * The model's weights, moving averages among them, copied.
   *
   * @return row-major, by name, such as {@code dense/weights}
   * @throws IllegalStateException when the model has no weights yet
   */
  public Map<String, float[]> weights() {
    requireWeights("weights");
    return weights.state().model();
  }

  /**
   * Gives the model weights; its optimizer begins anew.
   *
   * @param values row-major, by name, as from {@link #weights()}
   * @return this
   * @throws IllegalStateException when the model is not compiled
   * @throws IllegalArgumentException naming the array that is missing, too much or of another size
   */
  public Sequential setWeights(Map<String, float[]> values) {
    requireCompiled("setWeights");
    architecture.requireValues(values);
    Weights fresh =
        weights == null
            ? open(Precision.FLOAT32, Devices.choose(DeviceRequest.of("auto", 1)))
            : open(weights.precision(), weights.devices());
    replaceWeights(fresh.assign(new TrainingState(values, fresh.state().optimizer(), 0)));
    return this;
  }

  private Weights open(Precision precision, Devices devices) {
    Network network =
        architecture.logits(lastFit).forData(architecture.input(), architecture.classes());
    return Weights.open(network, compiled.optimizer(), precision, devices);
  }

  private void replaceWeights(Weights fresh) {
    if (weights != null) {
      weights.close();
    }
    weights = fresh;
  }

  /**
   * Evaluates the model.
   *
   * @param images at least one, of the model's input shape and classes
   * @return accuracy, loss and confusion
   * @throws IllegalStateException when the model has no weights yet
   */
  public Evaluation evaluate(Examples images) {
    requireWeights("evaluate");
    architecture.requireFit(images);
    return weights.evaluate(images);
  }

  /**
   * Computes probabilities.
   *
   * @param images at least one, of the model's input shape; their labels are not looked at
   * @return image × class; each row's sum is 1
   * @throws IllegalStateException when the model has no weights yet
   */
  public float[][] predict(Examples images) {
    requireWeights("predict");
    architecture.requireFit(images);
    return weights.probabilities(images);
  }

  /**
   * The model's layers, their shapes and numbers of weights, as Keras prints them.
   *
   * @return a table of several lines
   */
  public String summary() {
    return SummaryTable.of(architecture);
  }

  /**
   * Saves layers, settings, weights and the optimizer's state: {@code model.json}, which {@code
   * multigpu-mnist train --model} takes too, {@code sequential.json}, and a checkpoint in
   * TensorFlow's format, which {@code multigpu-mnist eval} reads. What was saved there before stays
   * whole until the new one is.
   *
   * @param folder new, empty, or written by this method before; files of others in it stay
   * @throws IOException when it is something else, or cannot be written
   * @throws IllegalStateException when the model has no weights yet
   */
  public void save(Path folder) throws IOException {
    requireWeights("save");
    SavedSequential model =
        new SavedSequential(architecture, compiled, weights.precision(), lastFit);
    new SavedFolder(folder)
        .replace(
            fresh -> {
              model.write(fresh);
              weights.save(fresh);
            });
  }

  /**
   * Loads a model, ready to go on training, on a GPU where there is one.
   *
   * @param folder written by {@link #save}
   * @return the model, compiled as it was; to be closed by the caller
   * @throws IOException naming the file that is missing, damaged or of another model
   */
  public static Sequential load(Path folder) throws IOException {
    return load(folder, Devices.choose(DeviceRequest.of("auto", 1)));
  }

  /**
   * Loads a model, ready to go on training.
   *
   * @param folder written by {@link #save}
   * @param devices where it evaluates and predicts until the next fit
   * @return the model, compiled as it was; to be closed by the caller
   * @throws IOException naming the file that is missing, damaged or of another model
   */
  public static Sequential load(Path folder, Devices devices) throws IOException {
    new SavedFolder(folder).settle();
    SavedSequential saved = SavedSequential.read(folder);
    Sequential model = new Sequential(saved.architecture());
    model.compiled = saved.compiled();
    model.lastFit = saved.recipe();
    try {
      model.weights = model.open(saved.precision(), devices);
      model.weights.restore(folder);
      return model;
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
  }

  private void requireCompiled(String what) {
    requireOpen();
    if (compiled == null) {
      throw new IllegalStateException("the model is not compiled, expected compile before " + what);
    }
  }

  /** Shapes of all variables, by name, in the order of the layers. */
  Map<String, Shape> variables() {
    return architecture.variables();
  }

  private void requireWeights(String what) {
    requireOpen();
    if (weights == null) {
      throw new IllegalStateException(
          "the model has no weights yet, expected fit, setWeights or load before " + what);
    }
  }

  @Override
  public void close() {
    closed = true;
    if (weights != null) {
      weights.close();
      weights = null;
    }
  }
}
