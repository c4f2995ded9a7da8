package io.github.multigpumnist.tower;

import org.tensorflow.Operand;
import org.tensorflow.types.family.TNumber;

/** Where a tower has its variables from. */
@FunctionalInterface
interface VariableReader {

  /** A model's variable, or what stands for it, in a type. */
  <T extends TNumber> Operand<T> read(String fullName, Class<T> type);
}
