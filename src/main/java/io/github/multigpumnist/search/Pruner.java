package io.github.multigpumnist.search;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Decides from learning curves whether a trial is worth further epochs. */
public sealed interface Pruner permits Pruner.None, MedianPruner, HalvingPruner {

  /**
   * The validation accuracy of one trial, epoch by epoch.
   *
   * @param accuracy by the epoch's number, from 1
   * @param complete whether the trial trained to its own end
   */
  record Curve(SortedMap<Integer, Double> accuracy, boolean complete) {}

  /** Prunes nothing. */
  record None() implements Pruner {
    @Override
    public boolean givesUp(Curve own, Collection<Curve> others) {
      return false;
    }
  }

  /**
   * Whether a trial is given up.
   *
   * @param own its curve up to the epoch just ended
   * @param others the curves of the study's other trials, as far as they are
   * @return true to end it
   */
  boolean givesUp(Curve own, Collection<Curve> others);

  /**
   * The pruners there are.
   *
   * @return their names
   */
  static List<String> names() {
    return Stream.of(new None(), new MedianPruner(), new HalvingPruner())
        .map(Pruner::name)
        .toList();
  }

  /**
   * Finds a pruner.
   *
   * @param name one of {@link #names()}
   * @return the pruner with its usual settings
   */
  static Pruner byName(String name) {
    return Stream.of(new None(), new MedianPruner(), new HalvingPruner())
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "pruner is " + name + ", expected one of " + String.join(", ", names())));
  }

  /**
   * What it is called in flags and studies.
   *
   * @return {@code none}, {@code median} or {@code halving}
   */
  default String name() {
    return getClass().getSimpleName().replace("Pruner", "").toLowerCase(Locale.ROOT);
  }
}
