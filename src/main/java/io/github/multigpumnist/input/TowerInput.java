package io.github.multigpumnist.input;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * One tower's share of a step's examples, in the graph.
 *
 * @param images batch × height × width × depth
 * @param labels batch
 * @param asked what the clock of the tower's machine said when the step began to get them, in
 *     seconds since 1970; null where nobody asks how long that takes
 */
public record TowerInput(Operand<TUint8> images, Operand<TInt32> labels, Operand<TFloat64> asked) {

  /**
   * Examples that nobody waits for.
   *
   * @param images batch × height × width × depth
   * @param labels batch
   */
  public TowerInput(Operand<TUint8> images, Operand<TInt32> labels) {
    this(images, labels, null);
  }
}
