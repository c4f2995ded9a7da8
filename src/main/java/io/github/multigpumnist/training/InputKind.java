package io.github.multigpumnist.training;

import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.input.Batching;
import io.github.multigpumnist.input.DirectFeed;
import io.github.multigpumnist.input.InputMode;
import io.github.multigpumnist.input.Resident;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Function;

/** The ways for examples to reach the graph, as they are chosen. */
public enum InputKind {
  /** TFRecords, read, shuffled, decoded and batched in the graph. */
  BATCHING(null),
  /** Gathered from where they lie, fed every step. */
  DIRECT(DirectFeed::new),
  /** The data set lives in the graph. */
  RESIDENT(Resident::new);

  private final Function<Examples, InputMode> byPosition;

  InputKind(Function<Examples, InputMode> byPosition) {
    this.byPosition = byPosition;
  }

  InputMode mode(TrainingData data, ShuffleBuffer buffer) throws IOException {
    Examples train = data.splits().train();
    if (byPosition == null) {
      return new Batching(
          data.trainRecords(), buffer.of(train), train.height(), train.width(), train.depth());
    }
    if (train.count() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "input %s: %d images, expected at most %d; choose --input batching",
              name().toLowerCase(Locale.ROOT),
              train.count(),
              Integer.MAX_VALUE));
    }
    return byPosition.apply(train);
  }
}
