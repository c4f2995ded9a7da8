package io.github.multigpumnist.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a model does on labelled images.
 *
 * @param count images, 1 or more
 * @param correct images whose most probable class is their label
 * @param loss mean cross entropy, in nats
 * @param confusion row: label, column: prediction, value: images
 */
public record Evaluation(int count, int correct, double loss, List<List<Integer>> confusion) {
  private static final int LARGEST_MATRIX = 30;
  private static final int CONFUSED_PAIRS = 10;

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
   * Images of one class that were taken for another.
   *
   * @param label their class
   * @param prediction the class they were taken for
   * @param images how many, 1 or more
   */
  public record Confused(int label, int prediction, int images) {}

  /**
   * Whether the confusion matrix can be read by people.
   *
   * @return false when it has too many classes; {@link #mostConfused} then says more
   */
  public boolean isReadable() {
    return confusion.size() <= LARGEST_MATRIX;
  }

  /**
   * The most frequent errors.
   *
   * @return at most 10, the most frequent first
   */
  public List<Confused> mostConfused() {
    List<Confused> all = new ArrayList<>();
    for (int label = 0; label < confusion.size(); label++) {
      for (int prediction = 0; prediction < confusion.size(); prediction++) {
        int images = confusion.get(label).get(prediction);
        if (label != prediction && images > 0) {
          all.add(new Confused(label, prediction, images));
        }
      }
    }
    all.sort(Comparator.comparingInt((Confused pair) -> -pair.images()));
    return all.subList(0, Math.min(CONFUSED_PAIRS, all.size()));
  }

  /**
   * The confusion matrix for people.
   *
   * @return lines, rows are labels, columns predictions; the most frequent errors alone when there
   *     are too many classes
   */
  public String confusionTable() {
    if (!isReadable()) {
      return mostConfused().stream()
          .map(p -> "\n" + p.label() + " taken for " + p.prediction() + ": " + p.images())
          .collect(Collectors.joining("", "most confused of " + confusion.size() + " classes", ""));
    }
    StringBuilder text = new StringBuilder("confusion (rows: label, columns: prediction)\n      ");
    for (int c = 0; c < confusion.size(); c++) {
      text.append(cell(c));
    }
    for (int r = 0; r < confusion.size(); r++) {
      text.append('\n').append(cell(r));
      confusion.get(r).forEach(n -> text.append(cell(n)));
    }
    return text.toString();
  }

  private static String cell(int number) {
    return String.format(Locale.ROOT, "%6d", number);
  }
}
