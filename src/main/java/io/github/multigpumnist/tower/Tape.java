package io.github.multigpumnist.tower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * What one tower's forward pass notes for its backward pass: the variables it read, in order, and
 * the places where a layer brings its own gradient.
 */
final class Tape {

  /**
   * A tower's statistic of its batch, which is value · scale, and how much of the moving average
   * stays.
   */
  record BatchStatistic(Operand<TFloat32> value, Operand<TFloat32> scale, double momentum) {}

  /** A layer's own gradient between x and y; the variables read before are found below x. */
  private record Cut(
      Operand<TFloat32> x,
      Operand<TFloat32> y,
      UnaryOperator<Operand<TFloat32>> gradient,
      int readsBefore) {}

  private final Map<String, Operand<? extends TNumber>> reads = new LinkedHashMap<>();
  private final Map<String, BatchStatistic> statistics = new LinkedHashMap<>();
  private final List<Cut> cuts = new ArrayList<>();

  void read(String fullName, Operand<? extends TNumber> value) {
    reads.put(fullName, value);
  }

  void cut(Operand<TFloat32> x, Operand<TFloat32> y, UnaryOperator<Operand<TFloat32>> gradient) {
    cuts.add(new Cut(x, y, gradient, reads.size()));
  }

  void statistic(String fullName, BatchStatistic statistic) {
    statistics.put(fullName, statistic);
  }

  /** By the moving average's full name. */
  Map<String, BatchStatistic> statistics() {
    return statistics;
  }

  /**
   * Adds the backward pass, from the logits down to the first cut, from there to the next, and so
   * on.
   *
   * @param prefix name scope of the derived operations
   * @param seed the loss's gradient by the logits
   * @return the gradient by every variable that was read, of the type it was read in
   */
  Map<String, Operand<? extends TNumber>> differentiate(
      Graph graph, String prefix, Operand<TFloat32> logits, Operand<TFloat32> seed) {
    Map<String, Operand<? extends TNumber>> gradients = new LinkedHashMap<>();
    List<String> names = List.copyOf(reads.keySet());
    Operand<TFloat32> from = logits;
    Operand<TFloat32> dy = seed;
    int end = names.size();
    for (int c = cuts.size(); c >= 0; c--) {
      int begin = c == 0 ? 0 : cuts.get(c - 1).readsBefore();
      List<String> segment = names.subList(begin, end);
      List<Operand<?>> by = new ArrayList<>();
      segment.forEach(name -> by.add(reads.get(name)));
      if (c > 0) {
        by.add(cuts.get(c - 1).y());
      }
      Output<?>[] found = derive(graph, prefix + "/segment_" + c, from, dy, by);
      for (int i = 0; i < segment.size(); i++) {
        gradients.put(segment.get(i), found[i].expect(reads.get(segment.get(i)).type()));
      }
      if (c > 0) {
        from = cuts.get(c - 1).x();
        dy = cuts.get(c - 1).gradient().apply(found[segment.size()].expect(TFloat32.class));
        end = begin;
      }
    }
    return gradients;
  }

  private static Output<?>[] derive(
      Graph graph,
      String prefix,
      Operand<TFloat32> from,
      Operand<TFloat32> dy,
      List<Operand<?>> by) {
    if (by.isEmpty()) {
      return new Output<?>[0];
    }
    return graph.addGradients(
        prefix,
        new Output<?>[] {from.asOutput()},
        by.stream().map(Operand::asOutput).toArray(Output<?>[]::new),
        new Output<?>[] {dy.asOutput()});
  }
}
