package io.github.multigpumnist.training;

import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.runtime.ModelSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/** Evaluates the variables of a session, all towers side by side. */
public final class Evaluator {
  /** Images of one run: large enough to be fast, small enough for the memory of a small GPU. */
  private static final int BATCH = 500;

  private Evaluator() {}

  /**
   * Evaluates every image once.
   *
   * @param session a graph with values in its variables
   * @param images at least one
   * @return accuracy, loss and confusion
   */
  public static Evaluation evaluate(ModelSession session, LabeledImages images) {
    return evaluate(session, images, logits -> {});
  }

  /**
   * Evaluates every image once.
   *
   * @param session a graph with values in its variables
   * @param images at least one
   * @param logits takes the logits of batch after batch, in the order of the images: image × class,
   *     row-major
   * @return accuracy, loss and confusion
   */
  public static Evaluation evaluate(
      ModelSession session, LabeledImages images, Consumer<float[]> logits) {
    return merge(batches(session, images), images, logits);
  }

  /**
   * Computes the classes' probabilities of every image.
   *
   * @param session a graph with values in its variables
   * @param images at least one; their labels are not looked at
   * @return image × class, in the order of the images
   */
  public static float[][] probabilities(ModelSession session, LabeledImages images) {
    int classes = images.classes();
    return batches(session, images).stream()
        .map(ModelSession.Evaluated::probabilities)
        .flatMap(
            rows ->
                IntStream.range(0, rows.length / classes)
                    .mapToObj(i -> Arrays.copyOfRange(rows, i * classes, (i + 1) * classes)))
        .toArray(float[][]::new);
  }

  /** All batches in the order of the images. */
  private static List<ModelSession.Evaluated> batches(ModelSession session, LabeledImages images) {
    if (images.count() == 0) {
      throw new IllegalArgumentException("no images to evaluate, expected 1 or more");
    }
    int batches = (images.count() + BATCH - 1) / BATCH;
    ExecutorService threads = Executors.newFixedThreadPool(session.towers());
    try {
      List<Future<List<ModelSession.Evaluated>>> towers = new ArrayList<>();
      for (int tower = 0; tower < session.towers(); tower++) {
        int first = tower;
        towers.add(threads.submit(() -> share(session, first, batches, images)));
      }
      return IntStream.range(0, batches)
          .mapToObj(b -> result(towers.get(b % towers.size())).get(b / towers.size()))
          .toList();
    } finally {
      threads.shutdownNow();
    }
  }

  /** Batches tower, tower + towers, tower + 2 · towers … */
  private static List<ModelSession.Evaluated> share(
      ModelSession session, int tower, int batches, LabeledImages images) {
    return IntStream.iterate(tower, b -> b < batches, b -> b + session.towers())
        .mapToObj(b -> batch(session, tower, b, images))
        .toList();
  }

  private static ModelSession.Evaluated batch(
      ModelSession session, int tower, int index, LabeledImages images) {
    int from = index * BATCH;
    LabeledImages part = images.slice(from, Math.min(images.count(), from + BATCH));
    Shape shape = Shape.of(part.count(), part.height(), part.width(), part.depth());
    try (TUint8 pixels = TUint8.tensorOf(shape, DataBuffers.of(part.pixels(), true, false));
        TInt32 labels = TInt32.vectorOf(part.labels())) {
      return session.evaluate(tower, pixels, labels);
    }
  }

  /** Adds up in the order of the images, so that the sum does not depend on the towers. */
  private static Evaluation merge(
      List<ModelSession.Evaluated> batches, LabeledImages images, Consumer<float[]> logits) {
    int[][] confusion = new int[images.classes()][images.classes()];
    double loss = 0;
    for (int b = 0; b < batches.size(); b++) {
      ModelSession.Evaluated part = batches.get(b);
      loss += part.crossEntropy();
      logits.accept(part.logits());
      for (int i = 0; i < part.predictions().length; i++) {
        confusion[images.labels()[b * BATCH + i]][part.predictions()[i]]++;
      }
    }
    int correct = IntStream.range(0, images.classes()).map(c -> confusion[c][c]).sum();
    List<List<Integer>> rows = new ArrayList<>();
    for (int[] row : confusion) {
      rows.add(IntStream.of(row).boxed().toList());
    }
    return new Evaluation(images.count(), correct, loss / images.count(), rows);
  }

  private static List<ModelSession.Evaluated> result(Future<List<ModelSession.Evaluated>> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("evaluation failed: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("evaluation was interrupted", e);
    }
  }
}
