package io.github.multigpumnist.training;

import io.github.multigpumnist.dataset.DataDescription;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.runtime.Checkpoint;
import org.tensorflow.ndarray.Shape;

/**
 * A checkpoint, and what has to be known to use it.
 *
 * @param checkpoint of a training run
 * @param model its network
 * @param precision of the products
 * @param data what it was trained on
 */
public record TrainedModel(
    Checkpoint checkpoint, ModelSpec model, Precision precision, DataDescription data) {

  /**
   * The network for the data.
   *
   * @return ready to be built
   * @throws IllegalArgumentException when the model does not fit the data
   */
  public Network network() {
    return model.forData(
        Shape.of(data.height(), data.width(), data.depth()), data.classNames().size());
  }
}
