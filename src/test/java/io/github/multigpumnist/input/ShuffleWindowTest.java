package io.github.multigpumnist.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multigpumnist.format.ImageExample;
import io.github.multigpumnist.format.TfRecordFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * How well examples in the order of their classes are mixed by a window far smaller than they are.
 */
class ShuffleWindowTest {
  private static final int SHARDS = 32;
  private static final int OF_A_SHARD = 250;
  private static final int EXAMPLES = SHARDS * OF_A_SHARD;
  private static final int BATCH = 100;

  @TempDir Path folder;

  @Test
  void theOrderHasNothingToDoWithThatOfTheFiles() throws IOException {
    Batching input = new Batching(shards(), EXAMPLES / 32, 1, 1, 1);
    for (long seed = 0; seed < 3; seed++) {
      int[] order = epoch(input, seed);
      assertThat(order).hasSize(EXAMPLES).doesNotHaveDuplicates();
      assertThat(rankCorrelation(order)).as("seed " + seed).isBetween(-0.05, 0.05);
      assertThat(mostOfOneTenthInABatch(order)).as("of 100, ten expected").isLessThan(45);
    }
  }

  private List<Path> shards() throws IOException {
    List<Path> shards = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      int first = shard * OF_A_SHARD;
      Path file = folder.resolve("shard-" + shard);
      TfRecordFile.write(
          file,
          records -> {
            for (int i = 0; i < OF_A_SHARD; i++) {
              records.accept(new ImageExample(1, 1, 1, first + i, new byte[1]).serialize());
            }
          });
      shards.add(file);
    }
    return shards;
  }

  /** The examples' places in the files, in the order of an epoch. */
  private static int[] epoch(Batching input, long seed) {
    BatchPlan plan = new BatchPlan(EXAMPLES, 1, BATCH);
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TInt32> labels =
          input.build(tf, List.of(tf.withSubScope("tower_0")), plan).get(0).labels();
      BatchSource source = input.source(plan, seed);
      try (Session session = new Session(graph)) {
        source.beginEpoch(
            (target, feeds) -> {
              Session.Runner one = session.runner().addTarget(target);
              feeds.forEach(one::feed);
              one.run().close();
            },
            0,
            0);
        List<Integer> order = new ArrayList<>();
        for (long step = 0; step < plan.stepsPerEpoch(); step++) {
          try (Result result = session.runner().fetch(labels).run()) {
            ((TInt32) result.get(0)).scalars().forEach(s -> order.add(s.getInt()));
          }
        }
        return order.stream().mapToInt(i -> i).toArray();
      }
    }
  }

  /** Spearman's: of two permutations the correlation of their places. */
  private static double rankCorrelation(int[] order) {
    double squares = IntStream.range(0, order.length).mapToDouble(i -> sq(order[i] - i)).sum();
    double n = order.length;
    return 1 - 6 * squares / (n * (n * n - 1));
  }

  private static double sq(double x) {
    return x * x;
  }

  /** As if the files were sorted by ten classes of equal size. */
  private static long mostOfOneTenthInABatch(int[] order) {
    long most = 0;
    for (int from = 0; from < order.length; from += BATCH) {
      int start = from;
      for (int tenth = 0; tenth < 10; tenth++) {
        int wanted = tenth;
        most =
            Math.max(
                most,
                IntStream.range(start, start + BATCH)
                    .filter(i -> order[i] / (EXAMPLES / 10) == wanted)
                    .count());
      }
    }
    return most;
  }
}
