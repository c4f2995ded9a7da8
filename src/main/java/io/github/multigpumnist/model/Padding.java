package io.github.multigpumnist.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a window meets the image's edge. */
public enum Padding {
  /** Zeros are added so that the output has ⌈size / stride⌉ rows. */
  @JsonProperty("same")
  SAME,
  /** Only whole windows count: ⌈(size − window + 1) / stride⌉ rows. */
  @JsonProperty("valid")
  VALID;

  /**
   * Length of one output dimension.
   *
   * @param size of the input dimension
   * @param window of the kernel
   * @param stride of the window
   * @return rows (or columns) of the output; 0 or less when the window does not fit
   */
  long outputSize(long size, long window, long stride) {
    long positions = this == SAME ? size : size - window + 1;
    return Math.floorDiv(positions + stride - 1, stride);
  }
}
