package io.github.multigpumnist.training;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.runtime.Checkpoint;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.runtime.ModelSession;
import io.github.multigpumnist.runtime.RestoredWeights;
import io.github.multigpumnist.tower.TowerGraph;
import io.github.multigpumnist.tower.TowerSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.tensorflow.ndarray.Shape;

/**
 * Evaluates checkpoints of one model on the same images.
 *
 * @param model the checkpoints' model
 * @param precision of the products
 * @param devices a device for each tower
 * @param images at least one
 * @param eventDirectory folder of the event file with the scores; empty for none
 */
public record CheckpointEvaluation(
    ModelSpec model,
    Precision precision,
    Devices devices,
    Examples images,
    Optional<Path> eventDirectory) {

  /**
   * A checkpoint's score.
   *
   * @param accuracy share of correct images, 0 to 1
   * @param correct images whose most probable class is their label
   * @param count images in all
   * @param loss mean cross entropy, in nats
   * @param checkpoint the checkpoint's prefix
   * @param step the step it was written after, by its name; null when the name does not say
   * @param weights whether they are moving averages, as {@link RestoredWeights#kind()}
   * @param restored the same in numbers
   * @param inspection with the confusion matrix, and what else the evaluation saw
   */
  public record Score(
      double accuracy,
      int correct,
      int count,
      double loss,
      String checkpoint,
      Long step,
      String weights,
      @JsonIgnore RestoredWeights restored,
      @JsonIgnore Inspection inspection) {}

  /**
   * Evaluates one checkpoint.
   *
   * @param checkpoint of this program, or of Python's Saver with the same variables
   * @return its score
   * @throws IOException when it is damaged or of another model
   */
  public Score evaluate(Checkpoint checkpoint) throws IOException {
    return evaluate(checkpoint, (labels, logits) -> {});
  }

  /**
   * Evaluates one checkpoint.
   *
   * @param checkpoint as in the other method
   * @param logits takes batch after batch, in the order of the images
   * @return its score
   * @throws IOException as the other method
   */
  public Score evaluate(Checkpoint checkpoint, Evaluator.LogitsConsumer logits) throws IOException {
    Network network = network();
    try (ModelSession session = ModelSession.open(graph(network), devices)) {
      return evaluate(network, session, checkpoint, logits);
    }
  }

  /**
   * Evaluates the newest checkpoint, and every newer one once it is there; ends with the process.
   *
   * @param directory a run's folder
   * @param intervalSeconds between two looks
   * @param scores takes each checkpoint and its score
   * @throws IOException when the folder cannot be read
   * @throws InterruptedException when the thread is interrupted
   */
  public void repeat(Path directory, double intervalSeconds, BiConsumer<Checkpoint, Score> scores)
      throws IOException, InterruptedException {
    Checkpoint last = null;
    Network network = network();
    try (ModelSession session = ModelSession.open(graph(network), devices)) {
      while (true) {
        Checkpoint newest = Checkpoint.find(directory);
        if (!newest.equals(last)) {
          Optional<Score> score = evaluateUnlessReplaced(network, session, newest, directory);
          score.ifPresent(s -> scores.accept(newest, s));
          last = score.isPresent() ? newest : last;
        }
        Thread.sleep((long) (intervalSeconds * 1000));
      }
    }
  }

  /** A run that keeps few checkpoints may delete one while it is being read. */
  private Optional<Score> evaluateUnlessReplaced(
      Network network, ModelSession session, Checkpoint checkpoint, Path directory)
      throws IOException {
    try {
      return Optional.of(evaluate(network, session, checkpoint, (labels, logits) -> {}));
    } catch (IOException e) {
      if (checkpoint.equals(Checkpoint.find(directory))) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private Network network() {
    return model.forData(
        Shape.of(images.height(), images.width(), images.depth()), images.classes());
  }

  private TowerGraph graph(Network network) {
    return TowerGraph.forEvaluation(
        new TowerSpec(network, precision, devices.placement(), TrainingConfig.DEFAULT_SEED));
  }

  private Score evaluate(
      Network network, ModelSession session, Checkpoint checkpoint, Evaluator.LogitsConsumer logits)
      throws IOException {
    RestoredWeights restored = checkpoint.restoreAveraged(session);
    Inspection inspection = Inspection.of(network, session, images, logits);
    Evaluation evaluation = inspection.evaluation();
    Long step = checkpoint.step().isPresent() ? checkpoint.step().getAsLong() : null;
    if (eventDirectory.isPresent()) {
      try (EventFile events = EventFile.create(eventDirectory.get(), Clock.systemUTC())) {
        events.scalar(step == null ? 0 : step, "precision @ 1", evaluation.accuracy());
        events.scalar(step == null ? 0 : step, "loss", evaluation.loss());
      }
    }
    return new Score(
        evaluation.accuracy(),
        evaluation.correct(),
        evaluation.count(),
        evaluation.loss(),
        checkpoint.toString(),
        step,
        restored.kind(),
        restored,
        inspection);
  }
}
