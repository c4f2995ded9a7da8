package io.github.multigpumnist.training;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the mistakes that a network was surest of, of any number of images. */
final class SurestMistakes {
  private static final Comparator<Mistake> SUREST_LAST =
      Comparator.comparingDouble(Mistake::probability)
          .thenComparing(Comparator.comparingLong(Mistake::image).reversed());

  private final int most;
  private final PriorityQueue<Mistake> kept = new PriorityQueue<>(SUREST_LAST);
  private long images;

  SurestMistakes(int most) {
    this.most = most;
  }

  /** Takes the next images; logits are image × class. */
  void add(int[] labels, float[] logits) {
    int classes = logits.length / labels.length;
    for (int i = 0; i < labels.length; i++) {
      Mistake taken = prediction(logits, i * classes, classes, labels[i]);
      images++;
      if (taken.prediction() != labels[i]) {
        kept.add(taken);
        if (kept.size() > most) {
          kept.remove();
        }
      }
    }
  }

  /** Softmax, its largest term divided out: exp never overflows. */
  private Mistake prediction(float[] logits, int start, int classes, int label) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = logits[start + c] > logits[start + best] ? c : best;
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += Math.exp((double) logits[start + c] - logits[start + best]);
    }
    return new Mistake(images, label, best, 1 / sum);
  }

  /** The surest first; of equals the earlier image. */
  List<Mistake> list() {
    return kept.stream().sorted(SUREST_LAST.reversed()).toList();
  }
}
