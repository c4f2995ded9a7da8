package io.github.multigpumnist.search;

import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;

/**
 * Successive halving without waiting: at epochs 2, 4, 8 … a trial goes on only when its accuracy is
 * among the better half of all trials that have come to that epoch so far, itself included.
 *
 * <p>Source: Jamieson and Talwalkar 2016, "Non-stochastic best arm identification and
 * hyperparameter optimization"; Li et al. 2020, "A system for massively parallel hyperparameter
 * tuning", algorithm 2.
 */
public record HalvingPruner() implements Pruner {
  private static final int FIRST_RUNG = 2;

  @Override
  public boolean givesUp(Curve own, Collection<Curve> others) {
    int epoch = own.accuracy().lastKey();
    if (epoch < FIRST_RUNG || Integer.bitCount(epoch) != 1) {
      return false;
    }
    double value = own.accuracy().get(epoch);
    double[] rung =
        others.stream()
            .map(c -> c.accuracy().get(epoch))
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .toArray();
    long better = Arrays.stream(rung).filter(v -> v > value).count();
    long kept = (rung.length + 2L) / 2; // half of all with this one, rounded up
    return better >= kept;
  }
}
