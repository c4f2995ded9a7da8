package io.github.multigpumnist.compare;

import java.util.List;
import java.util.Objects;

/**
 * A combination's figures. Each is the median over the measurements, or null where there is none.
 *
 * @param model as given
 * @param precision {@code float32} or {@code bfloat16}
 * @param input {@code batching}, {@code direct} or {@code resident}
 * @param towers replicas
 * @param repeats measurements there are
 * @param imagesPerSecond of all towers together, without the first 20 steps
 * @param imagesPerSecondMin of the slowest measurement
 * @param imagesPerSecondMax of the fastest measurement
 * @param spread fastest less slowest, as a share of the median
 * @param inputWaitShare share of the steps' time spent waiting for input, 0 to 1
 * @param secondsToFirstStep from the start of the process to the end of the first step
 * @param peakMemoryMb resident memory of the process at its highest, in 10⁶ bytes
 * @param accuracy on the test images at the end, 0 to 1
 * @param secondsToTarget from the start of the process to the end of the first epoch whose
 *     validation accuracy was the target or more; over the measurements that reached it
 * @param reachedTarget measurements that reached the target; null when none was set
 * @param speedup images a second, divided by those of one tower with the same model, precision and
 *     input
 * @param efficiency speedup divided by towers: 1 when every tower adds as much as the first
 * @param error why the combination failed; null when it did not
 */
public record Row(
    String model,
    String precision,
    String input,
    int towers,
    int repeats,
    Double imagesPerSecond,
    Double imagesPerSecondMin,
    Double imagesPerSecondMax,
    Double spread,
    Double inputWaitShare,
    Double secondsToFirstStep,
    Double peakMemoryMb,
    Double accuracy,
    Double secondsToTarget,
    Integer reachedTarget,
    Double speedup,
    Double efficiency,
    String error) {

  /**
   * @param target validation accuracy to reach; null when none is set
   * @param oneTower measurements of the same with one tower; empty when there are none
   */
  static Row of(
      Combination combination, Comparer.Found found, Double target, List<Measurement> oneTower) {
    List<Measurement> all = found.measurements();
    Spread speed = Spread.of(all, Measurement::imagesPerSecond);
    Spread base = Spread.of(oneTower, Measurement::imagesPerSecond);
    Double speedup = speed == null || base == null ? null : speed.median() / base.median();
    return new Row(
        combination.model(),
        combination.precisionName(),
        combination.inputName(),
        combination.towers(),
        all.size(),
        median(speed),
        speed == null ? null : speed.min(),
        speed == null ? null : speed.max(),
        speed == null ? null : speed.relative(),
        median(Spread.of(all, Measurement::inputWaitShare)),
        median(Spread.of(all, Measurement::secondsToFirstStep)),
        median(Spread.of(all, Measurement::peakMemoryMb)),
        median(Spread.of(all, Measurement::accuracy)),
        target == null ? null : median(Spread.of(all, m -> m.secondsTo(target))),
        target == null
            ? null
            : (int) all.stream().map(m -> m.secondsTo(target)).filter(Objects::nonNull).count(),
        speedup,
        speedup == null ? null : speedup / combination.towers(),
        found.error());
  }

  private static Double median(Spread spread) {
    return spread == null ? null : spread.median();
  }

  /**
   * What it is, for people.
   *
   * @return such as {@code convnet float32, resident, 2 towers}
   */
  public String name() {
    return Combination.inWords(model, precision, input, towers);
  }
}
