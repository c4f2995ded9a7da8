package io.github.multigpumnist.training;

import java.util.List;
import java.util.Locale;

/**
 * How a model does on labelled images.
 *
 * @param count images, 1 or more
 * @param correct images whose most probable class is their label
 * @param loss mean cross entropy, in nats
 * @param confusion row: label, column: prediction, value: images
 */
public record Evaluation(int count, int correct, double loss, List<List<Integer>> confusion) {

  /**
   * Share of correct images.
   *
   * @return 0 to 1
   */
  public double accuracy() {
    return (double) correct / count;
  }

  /**
   * One line.
   *
   * @param what was evaluated, such as {@code test}
   * @return accuracy as a fraction, count and loss
   */
  public String line(String what) {
    return String.format(
        Locale.ROOT,
        "%s accuracy %.4f (%d of %d), loss %.4f",
        what,
        accuracy(),
        correct,
        count,
        loss);
  }

  /**
   * The confusion matrix for people.
   *
   * @return lines, rows are labels, columns predictions
   */
  public String confusionTable() {
    StringBuilder text = new StringBuilder("confusion (rows: label, columns: prediction)\n      ");
    for (int c = 0; c < confusion.size(); c++) {
      text.append(String.format("%6d", c));
    }
    for (int r = 0; r < confusion.size(); r++) {
      text.append(String.format("%n%6d", r));
      confusion.get(r).forEach(n -> text.append(String.format("%6d", n)));
    }
    return text.toString();
  }
}
