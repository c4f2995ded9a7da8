package io.github.multigpumnist.training;

import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.runtime.ModelSession;
import java.util.List;
import java.util.Map;

/**
 * What an evaluation saw, for those who want to look closer than at its figures.
 *
 * @param network what was evaluated
 * @param images what it was evaluated on
 * @param evaluation the figures
 * @param mistakes those that the network was surest of, the surest first
 * @param variables values of the model's variables by name, row-major, averages where there are
 *     any; shared, not copied
 */
public record Inspection(
    Network network,
    Examples images,
    Evaluation evaluation,
    List<Mistake> mistakes,
    Map<String, float[]> variables) {
  private static final int MISTAKES = 24;

  /** Evaluates every image once. */
  static Inspection of(Network network, ModelSession session, Examples images) {
    return of(network, session, images, (labels, logits) -> {});
  }

  /** Evaluates every image once; the consumer takes the logits in the order of the images. */
  static Inspection of(
      Network network, ModelSession session, Examples images, Evaluator.LogitsConsumer consumer) {
    SurestMistakes surest = new SurestMistakes(MISTAKES);
    Evaluation evaluation =
        Evaluator.evaluate(
            session,
            images,
            (labels, logits) -> {
              surest.add(labels, logits);
              consumer.accept(labels, logits);
            });
    return new Inspection(network, images, evaluation, surest.list(), session.evaluatedValues());
  }
}
