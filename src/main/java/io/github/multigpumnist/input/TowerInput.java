package io.github.multigpumnist.input;

import org.tensorflow.Operand;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * One tower's share of a step's examples, in the graph.
 *
 * @param images batch × height × width × depth
 * @param labels batch
 */
public record TowerInput(Operand<TUint8> images, Operand<TInt32> labels) {}
