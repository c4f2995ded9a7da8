package io.github.multigpumnist.model;

/**
 * What keeps a network from fitting its training examples too closely, or from too large a step.
 *
 * @param labelSmoothing ε of training labels that are 1 − ε + ε/K for the class and ε/K for each
 *     other one of K classes, 0 or more and below 1; 0: one-hot labels. Source: Szegedy et al.
 *     2016, "Rethinking the Inception architecture for computer vision", section 7. Validation and
 *     test have one-hot labels
 * @param gradientClipNorm the largest Euclidean norm of all averaged gradients together, above 0; a
 *     longer one is scaled to it. Source: Pascanu et al. 2013, "On the difficulty of training
 *     recurrent neural networks". {@link Double#POSITIVE_INFINITY}: never
 * @param weightDecay λ of w ← w − rate · λ · w before each update of the optimizer, 0 or more, for
 *     variables of two or more dimensions, so not for biases and the scales of normalisation.
 *     Source: Loshchilov and Hutter 2019, "Decoupled weight decay regularization". It is apart from
 *     a layer's own weight decay, which is part of the loss
 */
public record Regularization(double labelSmoothing, double gradientClipNorm, double weightDecay) {

  /** Nothing of all that. */
  public static final Regularization NONE = new Regularization(0, Double.POSITIVE_INFINITY, 0);

  /** Checks ranges. */
  public Regularization {
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new IllegalArgumentException(
          "label_smoothing is " + labelSmoothing + ", expected 0 or more, below 1");
    }
    if (!(gradientClipNorm > 0)) {
      throw new IllegalArgumentException(
          "gradient_clip_norm is " + gradientClipNorm + ", expected a number above 0");
    }
    if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
      throw new IllegalArgumentException("weight_decay is " + weightDecay + ", expected 0 or more");
    }
  }

  /**
   * Whether gradients are clipped.
   *
   * @return false when the norm has no limit
   */
  public boolean clips() {
    return !Double.isInfinite(gradientClipNorm);
  }
}
