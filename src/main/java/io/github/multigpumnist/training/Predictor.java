package io.github.multigpumnist.training;

import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.runtime.ModelSession;
import io.github.multigpumnist.runtime.RestoredWeights;
import io.github.multigpumnist.tower.TowerGraph;
import io.github.multigpumnist.tower.TowerSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TUint8;

/** A trained model that is asked for the classes of images. */
public final class Predictor implements AutoCloseable {
  private static final int BATCH = 500;

  private final TrainedModel trained;
  private final ModelSession session;
  private final RestoredWeights weights;

  private Predictor(TrainedModel trained, ModelSession session, RestoredWeights weights) {
    this.trained = trained;
    this.session = session;
    this.weights = weights;
  }

  /**
   * Opens a model with the variables of its checkpoint.
   *
   * @param trained the model
   * @param devices the first tower's is used
   * @return to be closed by the caller
   * @throws IOException when the checkpoint is damaged or of another model
   */
  public static Predictor open(TrainedModel trained, Devices devices) throws IOException {
    TowerSpec spec =
        new TowerSpec(
            trained.network(),
            trained.precision(),
            devices.placement(),
            TrainingConfig.DEFAULT_SEED);
    ModelSession session = ModelSession.open(TowerGraph.forEvaluation(spec), devices);
    try {
      return new Predictor(trained, session, trained.checkpoint().restoreAveraged(session));
    } catch (IOException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /**
   * Whether the model's weights are moving averages.
   *
   * @return what the checkpoint had
   */
  public RestoredWeights weights() {
    return weights;
  }

  /**
   * Predicts.
   *
   * @param images each (height, width, depth), uint8, row-major, as the model takes them
   * @param progress shows how far it is
   * @return a probability a class, for each image
   */
  public List<float[]> predict(List<byte[]> images, Progress.Reporter progress) {
    List<float[]> probabilities = new ArrayList<>();
    try (Progress task = progress.start("predicting", images.size(), "images")) {
      for (int from = 0; from < images.size(); from += BATCH) {
        probabilities.addAll(batch(images.subList(from, Math.min(images.size(), from + BATCH))));
        task.at(probabilities.size());
      }
    }
    return probabilities;
  }

  private List<float[]> batch(List<byte[]> images) {
    int height = trained.data().height();
    int width = trained.data().width();
    int depth = trained.data().depth();
    int size = height * width * depth;
    byte[] pixels = new byte[images.size() * size];
    for (int i = 0; i < images.size(); i++) {
      if (images.get(i).length != size) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "image %d has %d bytes, expected %d (%s)",
                i,
                images.get(i).length,
                size,
                trained.data().size()));
      }
      System.arraycopy(images.get(i), 0, pixels, i * size, size);
    }
    Shape shape = Shape.of(images.size(), height, width, depth);
    try (TUint8 tensor = TUint8.tensorOf(shape, DataBuffers.of(pixels, true, false))) {
      float[] all = session.probabilities(0, tensor);
      int classes = all.length / images.size();
      List<float[]> rows = new ArrayList<>();
      for (int from = 0; from < all.length; from += classes) {
        rows.add(Arrays.copyOfRange(all, from, from + classes));
      }
      return rows;
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
