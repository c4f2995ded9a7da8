package io.github.multigpumnist.model;

/** A layer that does not fit what comes before it, or the number of classes. */
final class LayerMisfitException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final int layer;

  /**
   * @param layer its position in the model, from 0
   */
  LayerMisfitException(int layer, String message) {
    super(message);
    this.layer = layer;
  }

  int layer() {
    return layer;
  }
}
