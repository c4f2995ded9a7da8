package io.github.multigpumnist.search;

import java.util.List;

/**
 * What a round of a search came to; of a study that tells no rounds, the networks first tried in
 * each.
 *
 * @param number from 1
 * @param scores of its networks, ascending; at least one, all finite
 * @param trained networks that no generation before had
 * @param saved children that need no training, since the study has their score
 */
public record Generation(int number, List<Double> scores, int trained, int saved) {

  /** Sorts the scores. */
  public Generation {
    if (scores.isEmpty()) {
      throw new IllegalArgumentException(
          "generation " + number + " has no scores, expected 1 or more");
    }
    scores = scores.stream().sorted().toList();
  }

  /**
   * The greatest score.
   *
   * @return 0 to 1 where scores are accuracies
   */
  public double best() {
    return scores.get(scores.size() - 1);
  }

  /**
   * The least score.
   *
   * @return 0 to 1 where scores are accuracies
   */
  public double least() {
    return scores.get(0);
  }

  /**
   * The mean score.
   *
   * @return 0 to 1 where scores are accuracies
   */
  public double mean() {
    return scores.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /**
   * The score below which a share of the others lie, interpolated between two.
   *
   * @param share 0 to 1; 0.5 is the median
   * @return the quantile (type 7 of Hyndman and Fan, 1996)
   */
  public double quantile(double share) {
    double position = share * (scores.size() - 1);
    int below = (int) position;
    int above = Math.min(below + 1, scores.size() - 1);
    return scores.get(below) + (position - below) * (scores.get(above) - scores.get(below));
  }
}
