package io.github.multigpumnist.dataset;

/** A linear classifier, trained by stochastic gradient descent on cross entropy. */
final class SoftmaxRegression {
  private static final float RATE = 0.01f;
  private final int size;
  private final int classes;
  private final float[] weights; // a row per class, its bias last

  private SoftmaxRegression(int size, int classes) {
    this.size = size;
    this.classes = classes;
    this.weights = new float[classes * (size + 1)];
  }

  static SoftmaxRegression train(LabeledImages images, int epochs) {
    SoftmaxRegression model = new SoftmaxRegression(images.imageSize(), images.classes());
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (int i = 0; i < images.count(); i++) {
        model.step(picture(images, i), images.labels()[i]);
      }
    }
    return model;
  }

  double accuracy(LabeledImages images) {
    int right = 0;
    for (int i = 0; i < images.count(); i++) {
      float[] scores = scores(picture(images, i));
      int best = 0;
      for (int c = 1; c < classes; c++) {
        best = scores[c] > scores[best] ? c : best;
      }
      right += best == images.labels()[i] ? 1 : 0;
    }
    return (double) right / images.count();
  }

  private void step(float[] picture, int label) {
    float[] scores = scores(picture);
    double sum = 0;
    for (float score : scores) {
      sum += Math.exp(score);
    }
    for (int c = 0; c < classes; c++) {
      float error = (float) (Math.exp(scores[c]) / sum) - (c == label ? 1 : 0);
      int row = c * (size + 1);
      for (int p = 0; p <= size; p++) {
        weights[row + p] -= RATE * error * picture[p];
      }
    }
  }

  private float[] scores(float[] picture) {
    float[] scores = new float[classes];
    for (int c = 0; c < classes; c++) {
      int row = c * (size + 1);
      float score = 0;
      for (int p = 0; p <= size; p++) {
        score += weights[row + p] * picture[p];
      }
      scores[c] = score;
    }
    return scores;
  }

  /** Pixels from 0 to 1, and a 1 for the bias. */
  private static float[] picture(LabeledImages images, int i) {
    int size = images.imageSize();
    float[] picture = new float[size + 1];
    for (int p = 0; p < size; p++) {
      picture[p] = (images.pixels()[i * size + p] & 0xff) / 255f;
    }
    picture[size] = 1;
    return picture;
  }
}
