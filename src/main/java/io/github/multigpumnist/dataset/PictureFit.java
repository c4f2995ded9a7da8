package io.github.multigpumnist.dataset;

/** How a picture of another size is brought to the size of a model's images. */
public enum PictureFit {
  /**
   * What differs from the background is cut out, scaled to the size it has in the model's images,
   * and put with its centre of mass into the middle, in full contrast: as MNIST's digits were made.
   * For grey images; a picture that is all background is padded.
   */
  CENTER,

  /** The whole picture, its sides' ratio kept, in the middle. */
  PAD,

  /** The whole picture, both sides on their own: as data sets {@code images:DIR} are read. */
  STRETCH
}
