package io.github.multigpumnist.training;

import io.github.multigpumnist.dataset.Batch;
import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.runtime.ModelSession;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/** Evaluates the variables of a session, all towers side by side. */
public final class Evaluator {
  /** Images of one run: large enough to be fast, small enough for the memory of a small GPU. */
  private static final int BATCH = 500;

  private Evaluator() {}

  /** Takes what the model says of some images. */
  @FunctionalInterface
  public interface LogitsConsumer {
    /**
     * Takes the next images' logits.
     *
     * @param labels the images' classes
     * @param logits image × class, row-major
     */
    void accept(int[] labels, float[] logits);
  }

  /** What came out for some images. */
  private record Part(int[] labels, ModelSession.Evaluated evaluated) {}

  /**
   * Evaluates every image once.
   *
   * @param session a graph with values in its variables
   * @param images at least one
   * @return accuracy, loss and confusion
   */
  public static Evaluation evaluate(ModelSession session, Examples images) {
    return evaluate(session, images, (labels, logits) -> {});
  }

  /**
   * Evaluates every image once.
   *
   * @param session a graph with values in its variables
   * @param images at least one
   * @param logits takes batch after batch, in the order of the images
   * @return accuracy, loss and confusion
   */
  public static Evaluation evaluate(ModelSession session, Examples images, LogitsConsumer logits) {
    int[][] confusion = new int[images.classes()][images.classes()];
    double[] loss = {0};
    forEach( // in the order of the images, so that the sum does not depend on the towers
        session,
        images,
        part -> {
          loss[0] += part.evaluated().crossEntropy();
          logits.accept(part.labels(), part.evaluated().logits());
          for (int i = 0; i < part.labels().length; i++) {
            confusion[part.labels()[i]][part.evaluated().predictions()[i]]++;
          }
        });
    int correct = IntStream.range(0, images.classes()).map(c -> confusion[c][c]).sum();
    List<List<Integer>> rows = new ArrayList<>();
    for (int[] row : confusion) {
      rows.add(IntStream.of(row).boxed().toList());
    }
    int count = Math.toIntExact(images.count());
    return new Evaluation(count, correct, loss[0] / count, rows);
  }

  /**
   * Computes the classes' probabilities of every image.
   *
   * @param session a graph with values in its variables
   * @param images at least one; their labels are not looked at
   * @return image × class, in the order of the images
   */
  public static float[][] probabilities(ModelSession session, Examples images) {
    int classes = images.classes();
    List<float[]> all = new ArrayList<>();
    forEach(
        session,
        images,
        part -> {
          float[] rows = part.evaluated().probabilities();
          for (int from = 0; from < rows.length; from += classes) {
            all.add(Arrays.copyOfRange(rows, from, from + classes));
          }
        });
    return all.toArray(float[][]::new);
  }

  /** Batch b by tower b modulo towers, two of each tower ahead; taken in order. */
  private static void forEach(ModelSession session, Examples images, Consumer<Part> consumer) {
    if (images.count() == 0) {
      throw new IllegalArgumentException("no images to evaluate, expected 1 or more");
    }
    List<ExecutorService> towers =
        Stream.generate(Executors::newSingleThreadExecutor).limit(session.towers()).toList();
    try {
      Queue<Future<Part>> ahead = new ArrayDeque<>();
      for (long from = 0; from < images.count(); from += BATCH) {
        long first = from;
        int tower = (int) (from / BATCH % towers.size());
        ahead.add(towers.get(tower).submit(() -> part(session, tower, first, images)));
        if (ahead.size() == 2 * towers.size()) {
          consumer.accept(result(ahead.remove()));
        }
      }
      ahead.forEach(part -> consumer.accept(result(part)));
    } finally {
      towers.forEach(ExecutorService::shutdown); // an interrupt would close files
    }
  }

  private static Part part(ModelSession session, int tower, long from, Examples images) {
    int count = (int) Math.min(BATCH, images.count() - from);
    Batch batch = Batch.of(images, count);
    images.read(from, count, batch, 0);
    Shape shape = Shape.of(count, images.height(), images.width(), images.depth());
    try (TUint8 pixels = TUint8.tensorOf(shape, DataBuffers.of(batch.pixels(), true, false));
        TInt32 labels = TInt32.vectorOf(batch.labels())) {
      return new Part(batch.labels(), session.evaluate(tower, pixels, labels));
    }
  }

  private static Part result(Future<Part> future) {
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
