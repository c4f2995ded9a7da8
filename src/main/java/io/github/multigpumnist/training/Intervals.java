package io.github.multigpumnist.training;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of points in time.
 *
 * @param edges begin and end of each stretch, in turns, ascending
 */
record Intervals(List<Double> edges) {

  /** When at least one of them ran; they are in the order of their begin. */
  static Intervals of(List<Timeline.Slice> slices) {
    List<Double> edges = new ArrayList<>();
    for (Timeline.Slice slice : slices) {
      int last = edges.size() - 1;
      if (last > 0 && slice.begin() <= edges.get(last)) {
        edges.set(last, Math.max(edges.get(last), slice.end()));
      } else {
        edges.add(slice.begin());
        edges.add(slice.end());
      }
    }
    return new Intervals(edges);
  }

  Intervals common(Intervals other) {
    List<Double> both = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < edges.size() && j < other.edges.size()) {
      double begin = Math.max(edges.get(i), other.edges.get(j));
      double end = Math.min(edges.get(i + 1), other.edges.get(j + 1));
      if (begin < end) {
        both.add(begin);
        both.add(end);
      }
      if (edges.get(i + 1) < other.edges.get(j + 1)) {
        i += 2;
      } else {
        j += 2;
      }
    }
    return new Intervals(both);
  }

  double length() {
    double sum = 0;
    for (int i = 0; i < edges.size(); i += 2) {
      sum += edges.get(i + 1) - edges.get(i);
    }
    return sum;
  }
}
