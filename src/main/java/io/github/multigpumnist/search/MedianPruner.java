package io.github.multigpumnist.search;

import java.util.Collection;
import java.util.List;

/**
 * Gives a trial up at epoch s when the best accuracy it has reached is below the median, over the
 * complete trials, of their mean accuracy up to epoch s. Needs five complete trials.
 *
 * <p>Source: Golovin et al. 2017, "Google Vizier: a service for black-box optimization", section
 * 3.2.2.
 */
public record MedianPruner() implements Pruner {
  private static final int LEAST_TRIALS = 5;

  @Override
  public boolean givesUp(Curve own, Collection<Curve> others) {
    int epoch = own.accuracy().lastKey();
    List<Double> means =
        others.stream()
            .filter(c -> c.complete() && !c.accuracy().isEmpty())
            .map(c -> c.accuracy().headMap(epoch + 1).values())
            .map(v -> v.stream().mapToDouble(Double::doubleValue).average().orElse(0))
            .sorted()
            .toList();
    if (means.size() < LEAST_TRIALS) {
      return false;
    }
    double best = own.accuracy().values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    return best < median(means);
  }

  private static double median(List<Double> sorted) {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
