package io.github.multigpumnist.model;

import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/**
 * The type of the products in convolutions and dense layers. Variables, normalisation, softmax and
 * loss are float32 in both.
 */
public enum Precision {
  /** 32 bits, 24 of them significant. */
  FLOAT32(TFloat32.class),
  /** 16 bits, 8 of them significant, with float32's range; fast where the processor has it. */
  BFLOAT16(TBfloat16.class);

  private final Class<? extends TFloating> type;

  Precision(Class<? extends TFloating> type) {
    this.type = type;
  }

  /**
   * The tensor type.
   *
   * @return {@code TFloat32} or {@code TBfloat16}
   */
  public Class<? extends TFloating> type() {
    return type;
  }
}
