package io.github.multigpumnist.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * One figure over several measurements.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param min the lowest
 * @param max the highest
 */
record Spread(double median, double min, double max) {

  /** Of the measurements that have the figure; null when none has. */
  static Spread of(List<Measurement> measurements, Function<Measurement, Double> figure) {
    double[] values =
        measurements.stream()
            .map(figure)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    return values.length == 0 ? null : ofSorted(values);
  }

  private static Spread ofSorted(double[] values) {
    int middle = values.length / 2;
    double median =
        values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    return new Spread(median, values[0], Arrays.stream(values).max().orElseThrow());
  }

  /** Highest less lowest, as a share of the median. */
  double relative() {
    return (max - min) / median;
  }
}
