package io.github.multigpumnist.search;

import io.github.multigpumnist.study.Trial;
import io.github.multigpumnist.study.TrialState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The learning curves of a study: those of the store as they were last read, and this process's own
 * up to the last epoch.
 */
final class Curves {
  private final Map<Long, SortedMap<Integer, Double>> own = new ConcurrentHashMap<>();
  private volatile Map<Long, Pruner.Curve> stored = Map.of();

  void read(Collection<Trial> trials) {
    stored =
        trials.stream()
            .filter(t -> t.fingerprint().isPresent())
            .collect(
                Collectors.toMap(
                    Trial::id, t -> new Pruner.Curve(t.curve(), t.state() == TrialState.COMPLETE)));
  }

  /** Takes an epoch of a trial of this process; returns the trial's curve so far. */
  Pruner.Curve add(long trial, int epoch, double accuracy) {
    SortedMap<Integer, Double> longer = new TreeMap<>(own.getOrDefault(trial, new TreeMap<>()));
    longer.put(epoch, accuracy);
    own.put(trial, longer); // others may be reading the old one
    return new Pruner.Curve(longer, false);
  }

  List<Pruner.Curve> allBut(long trial) {
    Map<Long, Pruner.Curve> all = new TreeMap<>(stored);
    own.forEach(
        (id, curve) ->
            all.merge(id, new Pruner.Curve(curve, false), (a, b) -> a.complete() ? a : b));
    all.remove(trial);
    return List.copyOf(all.values());
  }

  /** Forgets a trial that ended: the store has its curve. */
  void forget(long trial) {
    own.remove(trial);
  }
}
