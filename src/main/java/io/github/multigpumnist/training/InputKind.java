package io.github.multigpumnist.training;

import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.input.Batching;
import io.github.multigpumnist.input.DirectFeed;
import io.github.multigpumnist.input.InputMode;
import io.github.multigpumnist.input.Resident;
import java.io.IOException;
import java.util.function.Function;

/** The ways for examples to reach the graph, as they are chosen. */
public enum InputKind {
  /** TFRecords, read, shuffled, decoded and batched in the graph. */
  BATCHING(null),
  /** Host memory, fed every step. */
  DIRECT(DirectFeed::new),
  /** The data set lives in the graph. */
  RESIDENT(Resident::new);

  private final Function<LabeledImages, InputMode> fromMemory;

  InputKind(Function<LabeledImages, InputMode> fromMemory) {
    this.fromMemory = fromMemory;
  }

  InputMode mode(TrainingData data) throws IOException {
    if (fromMemory != null) {
      return fromMemory.apply(data.splits().train());
    }
    LabeledImages train = data.splits().train();
    return new Batching(data.trainRecords(), train.height(), train.width(), train.depth());
  }
}
