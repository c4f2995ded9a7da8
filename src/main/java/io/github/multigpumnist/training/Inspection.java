package io.github.multigpumnist.training;

import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.runtime.ModelSession;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * Everything that an evaluation saw, for those who want to look closer than at its figures. The
 * arrays are shared, not copied: do not change them.
 *
 * @param network what was evaluated
 * @param images what it was evaluated on
 * @param evaluation the figures
 * @param logits image × class, row-major
 * @param variables values of the model's variables by name, row-major
 */
public record Inspection(
    Network network,
    LabeledImages images,
    Evaluation evaluation,
    float[] logits,
    Map<String, float[]> variables) {

  /** Evaluates every image once. */
  static Inspection of(Network network, ModelSession session, LabeledImages images) {
    FloatBuffer logits = FloatBuffer.allocate(images.count() * images.classes());
    Evaluation evaluation = Evaluator.evaluate(session, images, logits::put);
    return new Inspection(network, images, evaluation, logits.array(), session.modelValues());
  }
}
