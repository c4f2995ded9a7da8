package io.github.multigpumnist.search;

import io.github.multigpumnist.study.Pruning;
import java.util.Collection;
import java.util.SortedMap;

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
   * What a study asks for.
   *
   * @param pruning its setting
   * @return the pruner with its usual settings
   */
  static Pruner of(Pruning pruning) {
    return switch (pruning) {
      case NONE -> new None();
      case MEDIAN -> new MedianPruner();
      case HALVING -> new HalvingPruner();
    };
  }
}
